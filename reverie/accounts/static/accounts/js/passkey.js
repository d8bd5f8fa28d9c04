// Makes or asks a passkey, and sends it with the form it belongs to.
//
// <form data-passkey="create|get" data-options="id of a JSON script"> or data-options-url="…" (asked when pressed)
// with a hidden field `credential` and a <p data-passkey-error data-words="…" hidden>. The form itself is hidden
// until here, since without a script it could do nothing. Options and answers are WebAuthn's JSON form.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

const create = async (options) => {
  const publicKey = {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
    authenticatorSelection: { ...options.authenticatorSelection, residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  };
  const made = await navigator.credentials.create({ publicKey });
  return {
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
    ...frame(made),
  };
};
const get = async (options) => {
  const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: known(options.allowCredentials) };
  const made = await navigator.credentials.get({ publicKey });
  return {
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      authenticatorData: toText(made.response.authenticatorData),
      signature: toText(made.response.signature),
      userHandle: made.response.userHandle ? toText(made.response.userHandle) : null,
    },
    ...frame(made),
  };
};
const frame = (made) => ({
  id: made.id,
  rawId: toText(made.rawId),
  type: made.type,
  authenticatorAttachment: made.authenticatorAttachment,
  clientExtensionResults: made.getClientExtensionResults(),
});

const optionsOf = async (form) => {
  if (!form.dataset.optionsUrl) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: 'application/json' } });
  return answer.json();
};
const prove = async (form) => {
  const trouble = form.querySelector('[data-passkey-error]');
  trouble.hidden = true;
  try {
    const options = await optionsOf(form);
    const given = await (form.dataset.passkey === 'create' ? create(options.creation_options.publicKey) : get(options.request_options.publicKey));
    form.elements.credential.value = JSON.stringify(given);
    form.submit();
  } catch {
    trouble.textContent = trouble.dataset.words;
    trouble.hidden = false;
  }
};

for (const form of document.querySelectorAll('[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener('submit', (e) => { e.preventDefault(); prove(form); });
}
