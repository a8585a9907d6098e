"""Wrong passphrases are counted before anybody is in; whoever opens the desk next finds them in the journal."""

from collections.abc import Mapping

from creditdesk.services.acts import Act, Result, act
from creditdesk.services.powers import Power


@act("officer.wrong_tries", Power.OWN, "记下输错的口令", dated=False)
def tell(a: Act, counts: Mapping[str, int]) -> Result:
    """Write down how often each officer's passphrase was given wrongly since the last opening."""
    a.say("此前口令输错：" + "、".join(f"{name} {count} 次" for name, count in counts.items()))
    return {"tries": dict(counts)}
