"""How the pages look: Gradio's theme in the colours of the style, and what goes into the head of the page."""

import gradio as gr

from ontherecord.pages.mounting import Look
from ontherecord.web import CLIENT, STYLE

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def look() -> Look:
    """Return the theme, the style and the script of the pages; no font, script or picture of another host."""
    theme = gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=SANS, font_mono=("monospace",)).set(
        body_background_fill="#faf8f4",
        body_background_fill_dark="#171513",
        body_text_color="#1c1917",
        body_text_color_dark="#ece7df",
        body_text_color_subdued="#625b53",
        body_text_color_subdued_dark="#b0a89d",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_label_text_color="#625b53",
        block_label_text_color_dark="#b0a89d",
        block_title_text_color="#625b53",
        block_title_text_color_dark="#b0a89d",
        block_info_text_color="#625b53",
        block_info_text_color_dark="#b0a89d",
        border_color_primary="#ddd6ca",
        border_color_primary_dark="#3d3833",
        input_background_fill="#fffefb",
        input_background_fill_dark="#201d1a",
        input_placeholder_color="#6f675e",
        input_placeholder_color_dark="#a39b90",
        button_primary_background_fill="#0b6460",
        button_primary_background_fill_dark="#0b6460",
        button_primary_text_color="#ffffff",
        link_text_color="#0b6460",
        link_text_color_dark="#66cfc5",
    )
    # Gradio rewrites the rules of a style that it is given as such, and drops some.
    return Look(theme=theme, head=f"{HEAD}<style>{STYLE}</style><script>{CLIENT}</script>")
