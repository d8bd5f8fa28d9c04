// Reads FHIR resources, one a line, and prints what the fhir package has to say of each, one a line.
const { createInterface } = require('node:readline');
const { Fhir } = require('fhir');

const fhir = new Fhir();
createInterface({ input: process.stdin }).on('line', (line) => {
  const { valid, messages } = fhir.validate(JSON.parse(line), { errorOnUnexpected: true });
  const bad = messages.filter((told) => told.severity === 'error' || told.severity === 'fatal');
  console.log(JSON.stringify({ valid, errors: bad.map((told) => `${told.location}: ${told.message}`) }));
});
