"""What the tests of the import pages share: sending forms as a browser does."""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

_tokens = count()


def send(client, address, **values):
    """A form with a token of its own; `token` names it where it is sent twice."""
    values.setdefault("form_token", f"form-{next(_tokens)}")
    return client.post(address, values)


def upload(client, content, name="list.csv", **values):
    """The upload form with this file."""
    values.setdefault("whole", "yes")
    return send(client, "/imports/upload", file=SimpleUploadedFile(name, content), **values)


def held(client, content, name="list.csv"):
    """The address of the preview of a file that was taken in."""
    answer = upload(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def text(answer):
    return answer.content.decode()
