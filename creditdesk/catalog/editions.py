"""What a new edition of a form changes (本版变化), in sentences an officer reads."""

from collections.abc import Iterator

from creditdesk.catalog.fields.base import Field
from creditdesk.catalog.kinds import RecordKind


def changes(old: RecordKind, new: RecordKind) -> tuple[str, ...]:
    """Return what is different in the newer of two editions of one kind; () when officers would see no difference."""
    return tuple(_changes(old, new))


def _changes(old: RecordKind, new: RecordKind) -> Iterator[str]:
    if old.label != new.label:
        yield f"标题“{old.label}”改为“{new.label}”"
    if old.source != new.source:
        yield f"依据改为：{new.source}"
    added = [field.label for field in new.fields if not old.has(field.name)]
    gone = [field.label for field in old.fields if not new.has(field.name)]
    if added:
        yield f"增加字段：{'、'.join(added)}"
    if gone:
        yield f"取消字段：{'、'.join(gone)}"
    for field in new.fields:
        if old.has(field.name):
            yield from _field_changes(old.field(field.name), field, old, new)
    both = [field.name for field in old.fields if new.has(field.name)]
    if both != [field.name for field in new.fields if old.has(field.name)]:
        yield "字段的先后次序有调整"
    told = (("必填组", "groups"), ("日期先后关系", "orders"), ("字数限制", "limits"))
    yield from (f"{label}有变化" for label, name in told if getattr(old, name) != getattr(new, name))


def _field_changes(old: Field, new: Field, before: RecordKind, after: RecordKind) -> Iterator[str]:
    label = new.label
    if old.label != new.label:
        yield f"“{old.label}”改称“{new.label}”"
    if _heading(old, before) != _heading(new, after):
        yield f"{label}移到“{_heading(new, after)}”"
    if old.required != new.required:
        yield f"{label}改为{'必填' if new.required else '选填'}"
    if old.length != new.length:
        yield f"{label}的字数限制由{_length(old)}改为{_length(new)}"
    if old.type != new.type:
        yield f"{label}的填写方式有变化"
    more = [word for word in new.choices if word not in old.choices]
    less = [word for word in old.choices if word not in new.choices]
    if more:
        yield f"{label}增加选项：{'、'.join(more)}"
    if less:
        yield f"{label}取消选项：{'、'.join(less)}"
    if (old.when, old.required_when) != (new.when, new.required_when):
        yield f"{label}的适用条件有变化"
    if old.personal != new.personal:
        yield f"{label}{'改为遮盖显示' if new.personal else '不再遮盖显示'}"


def _heading(field: Field, kind: RecordKind) -> str:
    return next(section.label for section in kind.sections if section.name == field.section)


def _length(field: Field) -> str:
    return f" {field.length} 字" if field.length else "不限"
