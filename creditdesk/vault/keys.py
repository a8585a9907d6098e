"""keys.json: which desk it opens, and the key slots of its officers.

The file is refused unless it is byte for byte what this module would write: `checksum` notices a torn or damaged file
before anybody types a passphrase, `seal` (a MAC by the desk's own key) notices a file somebody put together.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from pathlib import Path

from creditdesk.errors import InputProblem, Problem, why
from creditdesk.vault import slots
from creditdesk.vault.durable import replace_file
from creditdesk.vault.lock import KEYS
from creditdesk.vault.slots import Slot, SlotInfo

NAME = KEYS
FORMAT = 2
"""The newest format; a file without slots that have a pair of keys is written in format 1, which came first."""

_LARGEST = 1 << 20
_WAY_OUT = "请用最近备份中的 keys.json 恢复，或用恢复卡重新打开工作台。"


@dataclass(frozen=True)
class KeyFile:
    """The contents of keys.json; `desk_id` is 32 hexadecimal digits, also the first 16 bytes of desk.db."""

    desk_id: str
    slots: tuple[Slot, ...]
    seal: str = ""

    def infos(self) -> tuple[SlotInfo, ...]:
        """Return who has a slot, in the order of joining."""
        return tuple(slot.info for slot in self.slots)

    def find(self, id_or_name: str) -> Slot:
        """Return the slot with that identifier or that officer's name (InputProblem when there is none)."""
        for slot in self.slots:
            if id_or_name in (slot.info.id, slot.info.name):
                return slot
        raise InputProblem(f"这个工作台没有名为“{id_or_name}”的工作人员，请核对姓名。")

    def put(self, slot: Slot) -> "KeyFile":
        """Return the file with the slot in place of the one with the same identifier, or added at the end."""
        known = [slot if old.info.id == slot.info.id else old for old in self.slots]
        return replace(self, slots=tuple(known if slot in known else [*known, slot]))

    def without(self, slot_id: str) -> "KeyFile":
        """Return the file without that slot."""
        return replace(self, slots=tuple(slot for slot in self.slots if slot.info.id != slot_id))

    def handed_on(self, before: bytearray, after: bytearray) -> "KeyFile":
        """Return the file whose slots open a new key of the desk; slots that cannot take one are an InputProblem."""
        old = "、".join(slot.info.name for slot in self.slots if not slot.public)
        if old:
            raise InputProblem(f"{old}的口令还是旧格式，不能交接新密钥；请本人先打开一次桌面，或换发口令后再更换密钥。")
        return replace(self, slots=tuple(slot.handed_on(before, after) for slot in self.slots))

    def sealed_by(self, key: bytearray) -> bool:
        """Tell whether the file was last written by somebody who had the desk's key."""
        return hmac.compare_digest(self.seal, _seal(self._body(), key))

    def write(self, folder: Path, key: bytearray) -> "KeyFile":
        """Seal the file with the desk's key, replace keys.json atomically, and return what was written."""
        sealed = replace(self, seal=_seal(self._body(), key))
        replace_file(folder / NAME, sealed.to_bytes())
        return sealed

    def _body(self) -> dict[str, object]:
        form = FORMAT if any(slot.public for slot in self.slots) else 1
        return {"format": form, "desk": self.desk_id, "slots": [slot.to_json() for slot in self.slots]}

    def to_bytes(self) -> bytes:
        """Return the one way these contents are written."""
        body = {**self._body(), "seal": self.seal}
        whole = {**body, "checksum": hashlib.sha256(_canonical(body)).hexdigest()}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def read(folder: Path) -> KeyFile:
    """Read keys.json; missing, torn, damaged, of a newer format or of mixed desks are Problems, each its own."""
    path = folder / NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Problem(f"缺少密钥文件 {path}，{_WAY_OUT}") from error
    except OSError as error:
        raise Problem(f"无法读取密钥文件 {path}（{why(error)}），请检查文件权限。") from error
    return parse(data, str(path))


def parse(data: bytes, name: str = NAME) -> KeyFile:
    """Return the key file these bytes hold, or raise a Problem that names the file and says why it is refused."""
    damaged = Problem(f"密钥文件 {name} 不完整或已损坏，{_WAY_OUT}")
    if len(data) > _LARGEST:
        raise damaged
    try:
        value = json.loads(data)
        _check_format(value, name)
        found = KeyFile(value["desk"], tuple(slots.from_json(each) for each in value["slots"]), value["seal"])
        whole = found.to_bytes()
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise damaged from error
    if whole != data or not found.slots:
        raise damaged
    if any(slot.desk_id != found.desk_id for slot in found.slots):
        raise Problem(f"密钥文件 {name} 中混有其他工作台的口令，已拒绝使用；{_WAY_OUT}")
    return found


def _check_format(value: object, name: str) -> None:
    known = value.get("format") if isinstance(value, dict) else None
    if isinstance(known, int) and known > FORMAT:
        raise Problem(f"密钥文件 {name} 由更新版本的程序写成，请先升级本程序再打开。")
    if known not in (1, FORMAT):
        raise ValueError("no known format")


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=True).encode()


def _seal(body: dict[str, object], key: bytearray) -> str:
    sealing_key = hmac.digest(key, b"creditdesk keys.json", "sha256")
    return hmac.new(sealing_key, _canonical(body), "sha256").hexdigest()
