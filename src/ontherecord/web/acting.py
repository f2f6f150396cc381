"""What a reader can press: buttons that name an act and what it is done to."""

from ontherecord.web.escaping import escape, line


def button(words: str, act: str, label: str | None = None, **data: object) -> str:
    """Return a button that does `act` to what `data` names; what is None names nothing.

    `label` is what a screen reader says instead of the words, where they do not tell what they are about; it begins
    with them.
    """
    named = "".join(
        f' data-{name}="{escape(str(value))}"' for name, value in {"act": act, **data}.items() if value is not None
    )
    told = f' aria-label="{line(label)}"' if label else ""
    return f'<button type="button" class="quiet"{named}{told}><bdi>{line(words)}</bdi></button>'


def reading(article_id: str, headline: str) -> str:
    """Return a button that opens an article, called by its headline."""
    return button(headline, "read", article=article_id)
