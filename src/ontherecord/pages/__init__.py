"""The pages of the web chat: Gradio's wiring above the library, and how they are served."""
