"""Pages by area: address, view, form, presenter, templates. They ask reading and hand casework the verbs."""
