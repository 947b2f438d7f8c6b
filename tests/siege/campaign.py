"""The campaign: all cases against one server, a few at a time; who kills it is found out and the rest goes on."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from attacks.case import Case

from siege import wire
from siege.canary import Canary
from siege.judge import judge
from siege.live import Live


class Campaign:
    """Runs cases; `patience` is how many seconds an answer may take to begin, `under_way` what runs now."""

    def __init__(self, live: Live, canary: Canary, patience: float) -> None:
        self._live = live
        self._canary = canary
        self._patience = patience
        self.under_way: set[str] = set()

    def run(self, cases: Mapping[str, Case], at_once: int) -> dict[str, list[str]]:
        """Run cases, so many at once; return the faults of each by its name.

        When the server dies, each case that ran at the time is suspect and is tried again alone.
        """
        with ThreadPoolExecutor(at_once) as crew:
            found = dict(zip(cases, crew.map(self._attempt, cases, cases.values()), strict=True))
        suspects = [name for name, faults in found.items() if faults is None]
        verdicts = {name: faults for name, faults in found.items() if faults is not None}
        verdicts |= self._try_alone({name: cases[name] for name in suspects})
        return verdicts

    def _try_alone(self, suspects: Mapping[str, Case]) -> dict[str, list[str]]:
        verdicts = {}
        alone = {name: self._attempt(name, case) for name, case in suspects.items()}
        culprits = [name for name, faults in alone.items() if faults is None]
        for name, faults in alone.items():
            if faults is None:
                verdicts[name] = ["it ends the server, or makes it deaf to others"]
            elif not culprits:
                verdicts[name] = [f"the server died of one of these together: {', '.join(suspects)}", *faults]
            else:
                verdicts[name] = faults
        return verdicts

    def _attempt(self, name: str, case: Case) -> list[str] | None:
        self.under_way.add(name)
        try:
            return self._run(case)
        finally:
            self.under_way.remove(name)

    def _run(self, case: Case) -> list[str] | None:
        """Run a case; None when the server did not survive it."""
        generation, knocks = self._live.generation, self._canary.knocks
        try:
            request = case.request(self._canary.address, str(self._canary.file))
            reply = wire.exchange(self._live.port, request, 2 * self._patience, case.method == "HEAD")
        except OSError as error:
            return None if self._live.revive(generation) else [f"the connection failed: {error}"]
        if (not reply.status or reply.status >= 500) and self._live.revive(generation):
            return None
        if self._live.generation != generation:
            return None
        faults = judge(case, reply, self._patience)
        if self._canary.knocks > knocks:
            faults.append("the server called somebody (this case, or one beside it)")
        return faults
