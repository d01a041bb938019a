"""Documents on paper and in Word, for every room: official Thai form, text that can be copied out, digital signatures.

``pdf.render_pdf`` lays out a template as PDF, ``word.WordDocument`` writes Word for editing, ``signing`` signs a PDF
and checks signatures. The rooms bring the content; nothing here knows what a document is about. The libraries
are imported only when a document is asked for (extra ``documents`` of ``pyproject.toml``).
"""
