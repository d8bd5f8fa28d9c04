"""The documentation as a site: the pages of this checkout as they are, every link checked (`make site`)."""

project = "Reverie"
root_doc = "docs/README"
extensions = ["myst_parser"]
include_patterns = ["*.md", "docs/*.md", "docs/*/*.md", "deploy/README.md"]
exclude_patterns = [".venv", "reverie", "config", "tests", "bench", "var", "build"]
myst_heading_anchors = 3
highlight_language = "none"
html_theme = "alabaster"
html_theme_options = {"description": "Practice software for psychodynamic therapy.", "show_powered_by": False}
html_show_sourcelink = False
html_show_sphinx = False
