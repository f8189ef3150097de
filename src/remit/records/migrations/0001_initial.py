import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import remit.records.refs


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ActionList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="EntryDetail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("high", "High"),
                            ("medium", "Medium"),
                            ("low", "Low"),
                            ("unrated", "Unrated"),
                        ],
                        max_length=10,
                    ),
                ),
                ("risk_order", models.PositiveSmallIntegerField()),
                ("risk_written", models.CharField(blank=True, max_length=60)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("today", "Today"),
                            ("within_5_days", "Within 5 days"),
                            ("planned", "Planned"),
                            ("not_known", "Not known"),
                        ],
                        max_length=15,
                    ),
                ),
                ("urgency_order", models.PositiveSmallIntegerField()),
                ("urgency_written", models.CharField(blank=True, max_length=60)),
                ("days_to_place", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("days_written", models.CharField(blank=True, max_length=60)),
                ("age", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("listed_on", models.DateField(blank=True, null=True)),
                ("last_action_on", models.DateField(blank=True, null=True)),
                ("team", models.CharField(blank=True, max_length=120)),
                ("worker", models.CharField(blank=True, max_length=120)),
                ("manager", models.CharField(blank=True, max_length=120)),
                ("duty_worker", models.CharField(blank=True, max_length=120)),
                ("referrer", models.CharField(blank=True, max_length=120)),
                ("legal_status", models.CharField(blank=True, max_length=120)),
                ("current_placement", models.CharField(blank=True, max_length=200)),
                ("placement_required", models.CharField(blank=True, max_length=200)),
                ("search_update", models.TextField(blank=True)),
                ("comments", models.TextField(blank=True)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("extra", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="EntryEnding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("residential_start", "Residential start"),
                            ("fostering_found", "Fostering found"),
                            ("home", "Home"),
                            ("other", "Other"),
                            ("error", "Should not have been on the list"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("kind", models.CharField(choices=[("person", "person"), ("forum", "forum")], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
                ("scheme", models.CharField(default="person_id", max_length=20)),
                ("value", models.CharField(max_length=40)),
                ("stem", models.CharField(db_index=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("filename", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("mapping", models.JSONField(default=dict)),
                ("content", models.BinaryField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "held"),
                            ("applied", "applied"),
                            ("undone", "undone"),
                            ("dropped", "dropped"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("basis", models.PositiveBigIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("endings", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("did", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ListEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("route", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("listed", "listed"),
                            ("opened", "opened"),
                            ("exported", "exported"),
                            ("denied", "denied"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("visit", models.CharField(blank=True, db_index=True, max_length=36)),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="LookPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nominal_date", models.DateField()),
                ("extraordinary", models.BooleanField(default=False)),
                ("date", models.DateField()),
                ("start", models.TimeField()),
                ("end", models.TimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("issued", "agenda issued"),
                            ("open", "open"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("why_changed", models.CharField(blank=True, max_length=500)),
                ("revision", models.PositiveBigIntegerField(default=0)),
                ("selected_at", models.DateTimeField(blank=True, null=True)),
                ("drafted_at", models.DateTimeField(blank=True, null=True)),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_approved_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PassedOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
                (
                    "post",
                    models.CharField(
                        choices=[
                            ("team_manager", "team_manager"),
                            ("service_manager", "service_manager"),
                            ("head_of_service", "head_of_service"),
                            ("director", "director"),
                            ("brokerage", "brokerage"),
                            ("quality_assurance", "quality_assurance"),
                            ("information_governance", "information_governance"),
                            ("administrator", "administrator"),
                            ("data_officer", "data_officer"),
                        ],
                        max_length=30,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=30)),
                ("risk", models.CharField(blank=True, max_length=10)),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("worker_present", models.CharField(blank=True, max_length=10)),
                ("seats_present", models.PositiveSmallIntegerField()),
                ("seats_in_all", models.PositiveSmallIntegerField()),
                ("team", models.CharField(blank=True, max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="ReleasedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("answer_version", models.PositiveIntegerField()),
                ("wording", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RememberedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                ("signature", models.CharField(max_length=64)),
                ("mapping", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="SeatHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
                ("seat", models.CharField(max_length=60)),
                (
                    "capacity",
                    models.CharField(
                        choices=[("holder", "holder"), ("deputy", "deputy")], default="holder", max_length=10
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SelectionPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name="TermsVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("effective_from", models.DateField()),
                ("document", models.JSONField()),
                ("adopted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("area", "area"), ("service", "service"), ("team", "team")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_folded", models.CharField(db_index=True, max_length=120)),
            ],
            options={
                "ordering": ("name_folded", "id"),
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("username", models.CharField(max_length=150, unique=True)),
                ("name", models.CharField(max_length=150)),
                ("name_folded", models.CharField(db_index=True, max_length=150)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("job_title", models.CharField(blank=True, max_length=150)),
                ("is_active", models.BooleanField(default=True)),
                ("is_service_account", models.BooleanField(default=False)),
                ("must_change_password", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("name_folded", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("email"), 254
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("job_title"), 150
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("name"), 150
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("name_folded"), 150
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("password"), 128
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("ref"), 12
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                django.db.models.functions.text.Length("username"), 150
                            ),
                        ),
                        name="staff_texts_fit",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("what", models.TextField()),
                ("due_on", models.DateField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("cancelled", "cancelled")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("cancelled", "cancelled")],
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="records.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("section", models.CharField(max_length=30)),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=200)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("suggestion", models.CharField(blank=True, max_length=300)),
                ("left_why", models.CharField(blank=True, max_length=500)),
                ("late", models.BooleanField(default=False)),
                ("slot_at", models.TimeField(blank=True, null=True)),
                ("slot_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("discussed", "discussed"),
                            ("deferred", "deferred"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.entrydetail",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="action",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="actions",
                to="records.agendaitem",
            ),
        ),
        migrations.CreateModel(
            name="AgendaReopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ("source", models.CharField(max_length=60)),
                (
                    "worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=60)),
                ("row_key", models.CharField(blank=True, max_length=40)),
                ("value", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("source", models.CharField(max_length=60)),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("seat", models.CharField(blank=True, max_length=60)),
                ("name", models.CharField(blank=True, max_length=150)),
                ("service", models.CharField(blank=True, max_length=120)),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("holder", "holder of the seat"),
                            ("deputy", "deputy"),
                            ("substitute", "substitute"),
                            ("case", "for a case"),
                            ("observer", "observer"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("present", "present"), ("apologies", "apologies")],
                        default="present",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to="records.agendaitem",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=60)),
                ("at", models.DateTimeField(db_index=True)),
                ("meeting_id", models.BigIntegerField(blank=True, db_index=True, null=True)),
                ("clause", models.CharField(blank=True, max_length=20)),
                ("detail", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.CharField(max_length=60)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("superseded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="records.agendaitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ref",
                    models.CharField(
                        default=remit.records.refs.new_ref, editable=False, max_length=12, unique=True
                    ),
                ),
                ("clause", models.CharField(max_length=20)),
                ("term", models.CharField(max_length=60)),
                ("occasion", models.CharField(max_length=80)),
                ("what", models.CharField(max_length=300)),
                ("owed_by", models.CharField(max_length=80)),
                ("raised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("because", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("met", "met"),
                            ("late", "late"),
                            ("missed", "missed"),
                            ("waived", "waived"),
                            ("void", "void"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("discharged_at", models.DateTimeField(blank=True, null=True)),
                ("evidence", models.CharField(blank=True, max_length=200)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="records.action",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Forum",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="forum",
                        serialize=False,
                        to="records.subject",
                    ),
                ),
                ("slug", models.SlugField(max_length=30, unique=True)),
                ("live_from", models.DateField()),
                ("join_link", models.URLField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="person",
                        serialize=False,
                        to="records.subject",
                    ),
                ),
                ("given_name", models.CharField(blank=True, max_length=100)),
                ("family_name", models.CharField(blank=True, max_length=100)),
                ("initials", models.CharField(blank=True, max_length=10)),
                ("name_folded", models.CharField(blank=True, db_index=True, max_length=220)),
                ("date_of_birth", models.DateField(blank=True, null=True)),
                ("protected_address", models.CharField(blank=True, max_length=300)),
                ("restricted", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("name_folded", "subject_id"),
            },
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("kind"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                ),
                name="subject_texts_fit",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.subject",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="entryending",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="endings", to="records.listentry"
            ),
        ),
        migrations.AddField(
            model_name="entrydetail",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="details", to="records.listentry"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="records.listentry",
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="viewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="lookperson",
            name="look",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="records.look"
            ),
        ),
        migrations.AddField(
            model_name="lookperson",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="current_item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="minutes_approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="records.meeting",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="attendance", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="agendareopening",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reopenings", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="deferred_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.meeting",
            ),
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="passedover",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="passedover",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.listentry"
            ),
        ),
        migrations.AddField(
            model_name="passedover",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="passed_over", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="postholding",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="registerentry",
            name="item",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="register_entry",
                to="records.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="registerentry",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="register", to="records.meeting"
            ),
        ),
        migrations.AddField(
            model_name="registerentry",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="releasedwording",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="releasedwording",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="released", to="records.agendaitem"
            ),
        ),
        migrations.AddField(
            model_name="rememberedmapping",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="records.agendaitem"
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="records.subject"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="records.response"
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="seatholding",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seat_holdings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="selectionpart",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="selection_parts",
                to="records.meeting",
            ),
        ),
        migrations.AddField(
            model_name="selectionpart",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="teammembership",
            name="staff",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="termsversion",
            name="adopted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.termsversion"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="terms",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="records.termsversion",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="records.unit",
            ),
        ),
        migrations.AddField(
            model_name="teammembership",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="records.unit"
            ),
        ),
        migrations.AddField(
            model_name="postholding",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="records.unit",
            ),
        ),
        migrations.AddField(
            model_name="allocation",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="records.unit"
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="waiver",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waivers", to="records.meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="actionupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    )
                ),
                name="actionupdate_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("item", "version"), name="one_decision_a_version"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("item",),
                name="one_known_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("outcome"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why"), 500
                    ),
                ),
                name="decision_texts_fit",
            ),
        ),
        migrations.AddField(
            model_name="termsversion",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="terms_versions", to="records.forum"
            ),
        ),
        migrations.AddField(
            model_name="seatholding",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="seat_holdings", to="records.forum"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="forum",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="records.forum"
            ),
        ),
        migrations.AddConstraint(
            model_name="forum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("join_link"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("slug"), 30
                    ),
                ),
                name="forum_texts_fit",
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="records.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("family_name"), 100
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("given_name"), 100
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("initials"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_folded"), 220
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("protected_address"), 300
                    ),
                ),
                name="person_texts_fit",
            ),
        ),
        migrations.AddField(
            model_name="listentry",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="list_entries", to="records.person"
            ),
        ),
        migrations.AddField(
            model_name="identifier",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="identifiers", to="records.person"
            ),
        ),
        migrations.AddField(
            model_name="allocation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="records.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("clause"), 20
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("verb"), 60
                    ),
                ),
                name="auditevent_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("digest"), 64
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("filename"), 200
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("kind"), 30
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("sheet"), 100
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    ),
                ),
                name="import_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("entry",),
                name="one_known_ending",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryending",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("note"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 20
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                ),
                name="entryending_texts_fit",
            ),
        ),
        migrations.AddIndex(
            model_name="entrydetail",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True), ("until__isnull", True)),
                fields=["risk_order", "urgency_order", "id"],
                name="open_list_by_risk",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydetail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="detail_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydetail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("until__isnull", True)),
                fields=("entry",),
                name="one_open_detail",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydetail",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("entry", "since"),
                name="one_known_detail_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="entrydetail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("current_placement"), 200
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("days_written"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("duty_worker"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("legal_status"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("manager"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("placement_required"), 200
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reference"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("referrer"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("risk"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("risk_written"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("team"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("urgency"), 15
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("urgency_written"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("worker"), 120
                    ),
                ),
                name="entrydetail_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("kind"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("route"), 80
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("visit"), 36
                    ),
                ),
                name="look_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="lookperson",
            constraint=models.UniqueConstraint(fields=("look", "subject"), name="shown_once_a_look"),
        ),
        migrations.AddIndex(
            model_name="duty",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["owner", "due_at"],
                name="open_duties_of_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                fields=("clause", "term", "subject", "occasion"), name="one_duty_an_occasion"
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("clause"), 20
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("evidence"), 200
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("occasion"), 80
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("owed_by"), 80
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("term"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("what"), 300
                    ),
                ),
                name="duty_texts_fit",
            ),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=["meeting"],
                name="attendance_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("answer"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("capacity"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name"), 150
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("seat"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("service"), 120
                    ),
                ),
                name="attendance_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendareopening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why"), 500
                    )
                ),
                name="agendareopening_texts_fit",
            ),
        ),
        migrations.AddIndex(
            model_name="agendaitem",
            index=models.Index(fields=["subject", "meeting"], name="items_of_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("entry__isnull", False), models.Q(("state", "withdrawn"), _negated=True)),
                fields=("meeting", "entry"),
                name="a_case_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("left_why"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("section"), 30
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("suggestion"), 300
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("title"), 200
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why"), 500
                    ),
                ),
                name="agendaitem_texts_fit",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["lead", "due_at"],
                name="open_actions_of_a_lead",
            ),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(fields=["subject", "raised_at"], name="actions_of_a_subject"),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    ),
                ),
                name="action_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="passedover",
            constraint=models.UniqueConstraint(fields=("meeting", "entry"), name="passed_over_once"),
        ),
        migrations.AddConstraint(
            model_name="passedover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why"), 500
                    )
                ),
                name="passedover_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("outcome"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("risk"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("section"), 30
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("team"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("worker_present"), 10
                    ),
                ),
                name="registerentry_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedwording",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("item", "question"),
                name="one_known_wording",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedwording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("question"), 60
                    )
                ),
                name="releasedwording_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.UniqueConstraint(fields=("kind", "signature"), name="one_mapping_a_signature"),
        ),
        migrations.AddConstraint(
            model_name="rememberedmapping",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("kind"), 30
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("signature"), 64
                    ),
                ),
                name="rememberedmapping_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("response", "question", "row_key", "version"), name="one_answer_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("response", "question", "row_key"),
                name="one_known_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("question"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("row_key"), 40
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                ),
                name="answer_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="selectionpart",
            constraint=models.UniqueConstraint(fields=("meeting", "staff"), name="takes_part_once"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.UniqueConstraint(fields=("item", "form"), name="one_response_a_form"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("form"), 60
                    )
                ),
                name="response_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("kind", "name"), name="one_unit_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("kind"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("name_folded"), 120
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    ),
                ),
                name="unit_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="membership_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammembership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("staff", "team", "since"),
                name="one_known_membership_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    )
                ),
                name="teammembership_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="postholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="post_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="postholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("unit__isnull", False)),
                fields=("staff", "post", "unit", "since"),
                name="one_known_unit_post_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="postholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("unit__isnull", True)),
                fields=("staff", "post", "since"),
                name="one_known_post_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="postholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("post"), 30
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                ),
                name="postholding_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(fields=("meeting", "what"), name="waived_once"),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("reason"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("what"), 100
                    ),
                ),
                name="waiver_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.UniqueConstraint(
                fields=("forum", "effective_from", "digest"), name="one_version_of_a_digest_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("digest"), 64
                    )
                ),
                name="termsversion_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="seat_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True)),
                fields=("forum", "seat", "staff", "since"),
                name="one_known_seat_holding_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="seatholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("capacity"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("seat"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                ),
                name="seatholding_texts_fit",
            ),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["forum", "date"], name="meetings_by_date"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("forum", "nominal_date"), name="one_meeting_a_nominal_date"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("state"), 10
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why_changed"), 500
                    ),
                ),
                name="meeting_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="restriction_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    )
                ),
                name="restriction_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="listentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ref"), 12
                    )
                ),
                name="listentry_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="identifier_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("until__isnull", True)),
                fields=("scheme", "value"),
                name="one_person_an_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="identifier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("scheme"), 20
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("stem"), 40
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("value"), 40
                    ),
                ),
                name="identifier_texts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="allocation_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("until__isnull", True)),
                fields=("person",),
                name="one_open_allocation",
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    )
                ),
                name="allocation_texts_fit",
            ),
        ),
    ]
