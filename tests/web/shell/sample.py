"""Pages that hold one of everything, for trying the frame out. Not part of the product."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.web import refresh, urls
from remit.web.forms import DateField, Form, TimeField
from remit.web.once import once
from remit.web.routes import SIGNED_IN, TABLE, Role, Route, access, guarded


class Everything(Form):
    name = forms.CharField(max_length=20)
    born = DateField(label="Date of birth", help_text="For example, 31 3 2016")
    at = TimeField(label="Time")
    cost = forms.IntegerField(label="NHS number")
    why = forms.CharField(label="Reason", widget=forms.Textarea({"rows": 3}))
    risk = forms.ChoiceField(label="Risk", choices=[("h", "High"), ("l", "Low")], widget=forms.RadioSelect)
    team = forms.ChoiceField(label="Team", choices=[("", "Choose"), ("a", "North"), ("b", "South")])
    who = forms.MultipleChoiceField(
        label="Who was there", choices=[("a", "Ann"), ("b", "Bob")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="I have told the chair")
    paper = forms.FileField(label="Paper")


@dataclass
class Store:
    """What the sample meeting has come to, kept in memory."""

    items: list[str] = field(default_factory=lambda: ["first", "second", "third"])
    text: str = ""
    version: int = 1
    revision: int = 1
    present: str = "Ann"
    sent: int = 0
    refusal: Exception | None = None


store = Store()


def everything(request):
    form = Everything(request.POST or None, request.FILES or None)
    event = SimpleNamespace(
        title="Discussed", by="Risk of Residential", at=request.now, text="Line one\nLine two"
    )
    return render(
        request, "sample/everything.html", {"form": form, "moment": request.now, "events": [event, event]}
    )


def room(request):
    panel = ""
    if request.method == "POST":
        if request.POST["discussion-base"] != str(store.version) and "discussion-keep" not in request.POST:
            panel = render_to_string(
                "sample/_conflict.html", {"store": store, "yours": request.POST["discussion"]}, request
            )
        else:
            keep = {"theirs": store.text, "yours": request.POST.get("discussion-yours")}
            store.text = keep.get(request.POST.get("discussion-keep"), request.POST["discussion"])
            store.version += 1
            return redirect("room")
    from markupsafe import Markup

    return render(
        request, "sample/room.html", {"store": store, "panel": Markup(panel)}, status=409 if panel else 200
    )


def room_parts(request):
    return refresh.unchanged(request, store.revision) or refresh.parts(
        request, "sample/_parts.html", {"store": store}, store.revision
    )


@require_POST
def autosave(request):
    if request.POST["discussion"] == "no":
        return refresh.not_saved(Refused("The item is closed.", remedy="Open it again first."))
    if request.POST["discussion-base"] != str(store.version):
        return refresh.conflict(
            request, "sample/_conflict.html", {"store": store, "yours": request.POST["discussion"]}
        )
    store.text, store.version = request.POST["discussion"], store.version + 1
    return refresh.saved(store.version, request.now)


@once
@require_POST
def move(request):
    if store.refusal:
        raise store.refusal
    messages.success(request, f"Moved {request.POST['item']}.")
    place, steps = store.items.index(request.POST["item"]), {"up": -1, "down": 1}
    to = place + steps[request.POST["move"]] if "move" in request.POST else int(request.POST["place"]) - 1
    store.items.insert(to, store.items.pop(place))
    store.revision += 1
    return redirect("room")


@once
@require_http_methods(["GET", "POST"])
def send(request):
    if request.method == "POST":
        if "wrong" in request.POST:
            return render(request, "sample/plain.html", {"sends": False}, status=422)
        store.sent += 1
        messages.success(request, "Sent.")
        return redirect("went")
    return render(request, "sample/plain.html", {"sends": True})


def went(request):
    return render(request, "sample/plain.html", {"sends": False})


def refusing(request):
    raise {
        "refused": Refused("Too late.", clause="MARP-6", remedy="Ask the chair to admit it."),
        "stale": Stale(),
        "missing": NotFound("case"),
        "not-allowed": NotAllowed("Only the chair may do this.", clause="ROR-16", remedy="Ask the chair."),
        "broken": ZeroDivisionError("Bryony Sentinel-Sample"),
    }[request.GET["how"]]


def moment(request):
    return HttpResponse(request.now.isoformat())


EVERYBODY = access(allowed=SIGNED_IN)
SAMPLES = (
    Route("everything", everything, "everything", EVERYBODY),
    Route("room", room, "room", EVERYBODY),
    Route("room/parts", room_parts, "room_parts", EVERYBODY),
    Route("room/autosave", autosave, "autosave", EVERYBODY),
    Route("room/move", move, "move", EVERYBODY),
    Route("send", send, "send", EVERYBODY),
    Route("went", went, "went", EVERYBODY),
    Route("refusing", refusing, "refusing", EVERYBODY),
    Route("moment", moment, "moment", access(allowed=Role)),
    Route("for-administrators", went, "for_administrators", access(allowed=[Role.ADMINISTRATOR])),
)
SECTIONS = tuple(
    Route(f"sections/{name}", went, name, access(allowed=roles), area=name)
    for name, roles in {
        "home": SIGNED_IN,
        "forums": [Role.COORDINATOR, Role.CHAIR, Role.MEMBER],
        "action_list": [Role.COORDINATOR, Role.CHAIR, Role.BROKERAGE],
        "find_child": [Role.COORDINATOR, Role.SOCIAL_WORKER],
        "governance": [Role.INFORMATION_GOVERNANCE],
        "administration": [Role.ADMINISTRATOR],
    }.items()
)
ALL = {route.name: route for route in (*SECTIONS, *SAMPLES)}
urlpatterns = [path(route.path, guarded(route), name=route.name) for route in ALL.values()] + [
    pattern for pattern in urls.urlpatterns if pattern.name not in ALL
]
TABLE_WITH_SAMPLES = {**TABLE, **ALL}
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
