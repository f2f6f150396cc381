"""How the page of the web chat looks, and what its browser may do."""

# Whatever should get into the page one day still reaches no other host.
HEAD = """<meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data:
blob:; object-src 'none'; base-uri 'self'; form-action 'self'"><meta name="referrer" content="no-referrer">"""
# Gradio labels each message with its Markdown, which a screen reader would spell out escape by escape.
SETTLE = """() => {
  document.getElementById('sources').scrollTop = 0;
  document.querySelectorAll('#chat [data-testid][aria-label]').forEach(m => m.removeAttribute('aria-label'));
}"""
CSS = """
:root { --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, serif; --marked: #fbeeb4 }
.dark { --marked: #5a4a12 }
body { background: var(--body-background-fill) }
footer, #chat .icon-button-wrapper { display: none !important }
.gradio-container .app { max-width: 1320px; margin: 0 auto; padding: 1.25rem 1.5rem .75rem !important }
#masthead .html-container, #sources .html-container { padding: 0 }
#masthead { border-bottom: 1px solid var(--border-color-primary) !important; border-radius: 0;
  padding-bottom: .75rem }
#masthead h1 { font: 600 1.75rem/1.2 var(--serif); margin: 0 }
#masthead p { margin: .25rem 0 0; max-width: none }
#masthead span, .from, .hint, #chat small, #sources summary { color: var(--body-text-color-subdued) }
#room { flex-wrap: nowrap; gap: 2.5rem; height: calc(100dvh - 8rem); min-height: 26rem }
#talk { flex: 3 1 0 !important; min-width: 0 !important; height: 100%; flex-wrap: nowrap; gap: .5rem }
#chat { flex: 1 1 0; min-height: 0; border: 0 !important; background: none }
#chat .message-row, #chat .message-row * { background: none; border: 0 }
#chat .message-row, #chat .message { padding: 0; max-width: 44rem }
#chat .prose { font: 1.0625rem/1.6 var(--serif); color: var(--body-text-color); opacity: 1; padding-bottom: .25rem }
#chat .user .prose { font-weight: 600; padding-top: 1rem }
#chat .prose a { color: var(--link-text-color); text-decoration: none; font: 600 .8em var(--font) }
#chat small { display: block; font: .8125rem/1.5 var(--font) }
#question { border-radius: 8px }
#question .input-container, #question textarea { background: var(--background-fill-primary); font-size: 1rem }
#anew { align-self: flex-end; width: auto; background: none; color: var(--body-text-color-subdued) }
#sources { flex: 2 1 0; min-width: 0; height: 100%; overflow: auto !important; overflow-wrap: anywhere }
#sources h2 { font: 600 .75rem/1.5 var(--font); text-transform: uppercase; letter-spacing: .08em; margin: 0 0 .75rem }
#sources article { border: 1px solid var(--border-color-primary); border-radius: 8px; padding: 1rem 1.125rem;
  margin-bottom: 1rem; background: var(--background-fill-primary) }
#sources h3 { font: 600 1.0625rem/1.35 var(--serif); margin: 0 }
#sources .hint { margin: 0 0 .75rem }
#sources .from { font-size: .8125rem; margin: .25rem 0 .75rem }
#sources blockquote, #sources .text { font: .9375rem/1.6 var(--serif); white-space: pre-line; border: 0; padding: 0;
  margin: 0 0 .75rem !important; color: inherit }
#sources .from a { padding: 0 }
#sources mark { background: var(--marked); color: inherit; padding: .1em 0 }
#sources b { font: 600 .6875rem/1 var(--font); color: var(--link-text-color); vertical-align: .35em;
  margin-right: .25em; scroll-margin: 6rem }
#sources b:target + mark { text-decoration: underline 2px var(--link-text-color); text-underline-offset: .25em }
#sources summary { font-size: .8125rem; cursor: pointer }
#sources .text { margin-top: .75rem !important }
.earlier details { margin-bottom: .75rem }
.earlier > details[open] > summary { margin-bottom: .75rem }
.earlier details > h2 { display: none }
@media (max-width: 800px) {
  .gradio-container .app { padding: 1rem !important }
  #room { flex-direction: column; height: auto; gap: 1.25rem }
  #talk { flex: none !important; width: 100%; height: calc(88dvh - 8rem); min-height: 24rem }
  #sources { flex: none; width: 100%; height: auto; overflow: visible !important }
}
"""
