"""Ways in which a page can hold a text that its readers do not see, and a page to hide it on."""

from html import escape

from tests.pages import PARAGRAPHS, json_ld, meta

STYLES = {
    "not displayed": "display:none",
    "not displayed, insistently": "color:red; DISPLAY : none !important",
    "invisible": "visibility: hidden",
    "collapsed": "visibility:collapse",
    "transparent": "opacity:0",
    "transparent to .001": "opacity: .001",
    "transparent to 0%": "opacity:0%",
    "filtered": "filter:opacity(0)",
    "of size 0": "font-size:0",
    "of size 1px": "font-size:1px",
    "of size .1em": "font-size:.1em",
    "of size 0 by the shorthand": "font:0/0 a",
    "white": "color:#fff",
    "white by name": "color: white",
    "white by numbers": "color:rgb(255, 255, 255)",
    "nearly white": "color:#fefefe",
    "white on white": "background-color:#ffffff;color:white",
    "black on black": "background:black;color:#000",
    "without a colour": "color:transparent",
    "of a colour that lets all through": "color:rgba(0,0,0,0)",
    "of a colour that lets all through, new style": "color:rgb(0 0 0 / 0%)",
    "left of the screen": "position:absolute;left:-9999px",
    "above the screen": "position:fixed; top:-200vh",
    "moved away by its margin": "margin-left:-9999px",
    "moved away": "transform:translateX(-9999px)",
    "shrunk": "transform: scale(0)",
    "indented away": "text-indent:-9999px",
    "of no height": "height:0;overflow:hidden",
    "of no height at most": "max-height:0px; overflow:hidden",
    "of no width": "width:0;overflow:hidden;white-space:nowrap",
    "one pixel large": "position:absolute;width:1px;height:1px;overflow:hidden",
    "clipped": "position:absolute;clip:rect(0,0,0,0)",
    "clipped to a pixel": "position:absolute;clip:rect(1px, 1px, 1px, 1px)",
    "clipped by a path": "clip-path:inset(50%)",
    "clipped by a circle": "clip-path: circle(0)",
    "not painted": "content-visibility:hidden",
}
RULES = {
    "class": ('class="note"', ".note"),
    "id": ('id="extra-7"', "#extra-7"),
    "element": ("", "section"),
    "element and class": ('class="big note"', "section.note"),
    "two classes": ('class="big note"', ".note.big"),
    "list of selectors": ('class="note"', "h5, .note , #other"),
    "element within an element": ('class="note"', "body .note"),
    "child": ('class="note"', "div > .note"),
    "attribute": ('data-note="x"', "[data-note]"),
    "attribute with value": ('data-note="x"', 'section[data-note="x"]'),
    "escaped name": ('class="note"', ".\\6eote"),
}
ATTRIBUTES = {
    "hidden": "hidden",
    "hidden with a value": 'hidden="hidden"',
    "aria-hidden": 'aria-hidden="true"',
    "aria-hidden and off the screen": 'aria-hidden="true" style="position:absolute;left:-9999px"',
    "for screen readers": 'class="sr-only"',
    "visually-hidden": 'class="visually-hidden"',
}
# Each with {} where the text goes; its quotes are character references.
ELEMENTS = {
    "comment": "<!-- {} -->",
    "comment within a paragraph": "<p><!-- {} --></p>",
    "script": "<script>/* {} */</script>",
    "script of plain text": '<script type="text/plain">{}</script>',
    "style": "<style>/* {} */</style>",
    "noscript": "<noscript><p>{}</p></noscript>",
    "template": "<template><p>{}</p></template>",
    "hidden textarea": "<textarea hidden>{}</textarea>",
    "hidden input": '<input type="hidden" name="n" value="{}">',
    "alternative text": '<img src="x.jpg" alt="{}">',
    "title of a picture": '<img src="x.jpg" title="{}">',
    "label of an element": '<span aria-label="{}" title="{}" data-text="{}"></span>',
    "closed dialog": "<dialog>{}</dialog>",
    "option": "<select><option>{}</option></select>",
    "data list": "<datalist id=d><option>{}</option></datalist>",
    "frame": '<iframe srcdoc="{}">{}</iframe>',
    "object": "<object>{}</object>",
    "video": "<video>{}</video>",
    "canvas": "<canvas>{}</canvas>",
    "description of a drawing": "<svg><title>{}</title><desc>{}</desc><text>{}</text></svg>",
    "metadata of a drawing": "<svg><metadata>{}</metadata></svg>",
    "annotation of a formula": "<math><annotation>{}</annotation></math>",
    "parameter of an address": '<a href="/x?q={}"></a>',
    "processing instruction": "<?note {} ?>",
}
FIELDS = {
    "heading": "<h1 {hidden}>{}</h1>",
    "byline": '<p class="byline" {hidden}>By {}</p>',
    "byline without a class": "<p {hidden}>By {}</p>",
    "author in microdata": '<span itemprop="author" {hidden}>{}</span>',
    "name of the author in microdata": '<span itemprop="author" {hidden}><b itemprop="name">{}</b></span>',
    "link to the author": '<a rel="author" href="/a" {hidden}>{}</a>',
    "author's class": '<div class="author-name" {hidden}>{}</div>',
}
METAS = (
    *("description", "keywords", "og:description", "twitter:description", "news_keywords", "abstract"),
    *("og:image:alt", "og:title", "og:site_name", "og:locale", "twitter:title", "application-name", "dc.title"),
    *("author", "article:author", "dc.creator", "publisher", "article:published_time"),
)
PROPERTIES = ("headline", "name", "description", "keywords", "articleBody", "inLanguage", "datePublished", "url")
TITLE = "Council votes on the harbour"


def everything() -> dict[str, tuple[str, str]]:
    """Return all ways by name: what goes into the head, and what goes into the body."""
    return {**_by_style(), **_by_rule(), **_by_element(), **_in_fields()}


def _by_style() -> dict[str, tuple[str, str]]:
    ways = dict[str, tuple[str, str]]()
    for name, style in STYLES.items():
        ways[f"style: {name}"] = ("", f'<p style="{style}">{{}}</p>')
        ways[f"style of a box: {name}"] = ("", f'<div style="{style}"><p>{{}}</p></div>')
        ways[f"style sheet: {name}"] = (f"<style>.note {{{style}}}</style>", '<p class="note">{}</p>')
    return ways


def _by_rule() -> dict[str, tuple[str, str]]:
    ways = {
        f"style sheet by {name}": (
            f"<style>{rule} {{ display:none }}</style>",
            f"<div><section {mark}><p>{{}}</p></section></div>",
        )
        for name, (mark, rule) in RULES.items()
    }
    ways["style sheet for screens"] = ("<style>@media screen{.n{display:none}}</style>", '<p class="n">{}</p>')
    ways["style sheet for wide and for narrow screens"] = (
        "<style>@media (min-width:600px){.n{display:none}} @media (max-width:599px){.n{display:none}}</style>",
        '<p class="n">{}</p>',
    )
    ways["style sheet in the body"] = ("", '<style>.n{display:none}</style><p class="n">{}</p>')
    ways["style sheet that thinks better of it"] = (
        "<style>.n{display:block} .n{display:none} p{display:block}</style>",
        '<p class="n">{}</p>',
    )
    return ways


def _by_element() -> dict[str, tuple[str, str]]:
    ways = {f"attribute: {name}": ("", f"<p {mark}>{{}}</p>") for name, mark in ATTRIBUTES.items()}
    ways |= {f"element: {name}": ("", element) for name, element in ELEMENTS.items()}
    ways["attribute: white font"] = ("", '<p><font color="white">{}</font></p>')
    ways["attribute: font on its colour"] = (
        "",
        '<table bgcolor="#000"><tr><td><font color="#000">{}</font></td></tr></table>',
    )
    return ways


def _in_fields() -> dict[str, tuple[str, str]]:
    ways = {f"meta: {name}": (meta(name, "{}"), "") for name in METAS}
    ways |= {f"JSON-LD: {name}": (json_ld(**{name: "{}"}), "") for name in PROPERTIES}
    for name in ("author", "publisher"):
        for kind in ("Person", "Organization"):
            ways[f"JSON-LD: {name}, {kind}"] = (json_ld(**{name: {"@type": kind, "name": "{}"}}), "")
    for mark in ('style="display:none"', "hidden", 'id="n"'):
        head = "<style>#n{position:absolute;left:-999em}</style>" if "id" in mark else ""
        ways |= {f"field: {name}, {mark}": (head, f.replace("{hidden}", mark)) for name, f in FIELDS.items()}
    return ways


def hiding_page(way: tuple[str, str], text: str, number: int = 0) -> str:
    """Return an article's page with a hidden text; the number says in which of four places, and what else is there.

    Every other page describes its article in its head.
    """
    head, body = (part.replace("{}", escape(text)) for part in way)
    described = json_ld(headline=TITLE, author={"name": "Ada Moreno"}, publisher={"name": "Harbour Wire"})
    places = ["", "", "", ""]
    places[number // 2 % 4] = body
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    paragraphs[4:4] = [places[2]]
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title>{head if number % 3 else ""}'
        f"{described if number % 2 else ''}{'' if number % 3 else head}</head><body>"
        f'<nav><ul><li><a href="/">Home</a></li><li><a href="/town">Town</a></li></ul></nav>'
        f'<main>{places[0]}<article><h1>{TITLE}</h1><div class="article-body">{places[1]}{"".join(paragraphs)}'
        f"{places[3]}</div></article></main><footer><p>Harbour Wire, Pier 4</p></footer></body></html>"
    )
