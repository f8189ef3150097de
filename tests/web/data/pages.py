"""What the tests of the pages of loading share: made-up files, and sending forms as a browser does."""

import html
import re
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
_tokens = count()


def table(heading, *rows):
    return "\n".join([heading, *rows, ""]).encode()


def header(*children, born="04/03/2012"):
    return table(HEADER, *(f"{child},2,{born},WBRI,UN1,," for child in children))


def episode(child, since="01/04/2026", place="U4", dec="", rec="", rne="S"):
    return f"{child},{since},{rne},C2,N1,{place},PR1,{dec},{rec},,,,"


def episodes(*rows):
    return table(EPISODES, *rows)


def a_return(*rows):
    """A small return of these rows of episodes, each child once in its header: files by name."""
    children = dict.fromkeys(row.split(",")[0] for row in rows)
    return {"header.csv": header(*children), "episodes.csv": episodes(*rows)}


def people(*rows):
    heading = "Username,Name,Email,Job title,Role,Team,Service,Area,From,Until"
    return {"people.csv": table(heading, *rows)}


def send(client, address, **values):
    """A form with a token of its own; `form_token` names it where it is sent twice."""
    values.setdefault("form_token", f"data-{next(_tokens)}")
    return client.post(address, values)


def upload(client, files, kind="ssda903", **values):
    """The upload form with these files."""
    values.setdefault("whole", "yes")
    given = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return send(client, f"/data/new/{kind}", given=given, **values)


def held(client, files, kind="ssda903"):
    """The address of the preview of files that were taken in."""
    answer = upload(client, files, kind)
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def fields(page):
    """The hidden fields of the form that loads the file."""
    form = text(page).split("/apply")[1].split("</form>")[0]
    found = dict(re.findall(r'name="(seen|basis|partial)"[^>]*value="(\w+)"', form))
    assert {"seen", "basis"} <= set(found)
    return found


def apply(client, address):
    return send(client, f"{address}/apply", **fields(client.get(address)))


def loaded(client, files, kind="ssda903"):
    """These files, uploaded and loaded; their address."""
    address = held(client, files, kind)
    done = apply(client, address)
    assert done.status_code == 302, text(done)
    return address


def text(answer):
    return html.unescape(" ".join(answer.content.decode().split()))
