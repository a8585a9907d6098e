"""Proving a package: every check is a finding in words, and nothing inside is believed before its signature holds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec

from cryptography import x509

from creditdesk.errors import InputProblem
from creditdesk.exchange.certificates import holder_of, load_certificate
from creditdesk.exchange.cms import Signature, require_valid
from creditdesk.exchange.descriptor import OPINION, Descriptor, PackageHead, read_descriptor
from creditdesk.exchange.sealed import Opener, SealedArchive
from creditdesk.rules.china_time import words

P = ParamSpec("P")
_DIGITS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it holds, and the sentence that says so or says what is wrong."""

    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, and the descriptor once its signature held."""

    findings: tuple[Finding, ...]
    descriptor: Descriptor | None

    @property
    def ok(self) -> bool:
        """Return whether every check holds."""
        return all(finding.ok for finding in self.findings)


def verify_package(
    path: Path, certificate_pem: bytes, previous_digest: str | None = None, opener: Opener | None = None
) -> Report:
    """Check a package against the certificate of the office it should come from; return every finding.

    `previous_digest` is the SHA-256 of the package file before it, when that is known; `opener` opens an enveloped
    package. InputProblem only for a certificate that is none; whatever is wrong with the package is a finding.
    """
    certificate = load_certificate(certificate_pem)
    try:
        with SealedArchive(path, opener) as archive:
            return prove(archive, certificate, previous_digest)
    except InputProblem as problem:
        return Report((Finding(False, problem.sentence),), None)


def prove(archive: SealedArchive, certificate: x509.Certificate, previous_digest: str | None = None) -> Report:
    """Check an opened package; return every finding."""
    proof = _Proof(certificate, previous_digest)
    try:
        proof.run(archive)
    except InputProblem as problem:
        proof.findings.append(Finding(False, problem.sentence))
    return Report(tuple(proof.findings), proof.descriptor)


class _Proof:
    """One run through all checks; it ends at the first one without which nothing further can be believed."""

    def __init__(self, certificate: x509.Certificate, previous_digest: str | None) -> None:
        self.findings: list[Finding] = []
        self.descriptor: Descriptor | None = None
        self._certificate = certificate
        self._previous = previous_digest

    def run(self, archive: SealedArchive) -> None:
        """Go through all checks in order; InputProblem of the one that ends the run."""
        archive.require_sane()
        self._holds("压缩包可以打开，成员名称和大小正常")
        self._run_signature(archive.descriptor(), archive.signature())
        self.descriptor = descriptor = read_descriptor(archive.descriptor())
        self._check("生成时证书在有效期内", require_valid, self._certificate, descriptor.head.created, "生成")
        archive.require_members(descriptor)
        self._holds("压缩包成员与描述文件一致，不多不少")
        self._check("压缩包自签名后没有被改动或重新压缩", archive.require_untouched, descriptor)
        for table in descriptor.tables:
            if self._check(f"{table.path} 的字节数和摘要相符", archive.require_measure, table):
                self._check(f"{table.path} 共 {table.rows} 行，逐行符合表结构", archive.require_rows, table)
        self._check(self._link(descriptor), self._require_link, descriptor.head)

    def _run_signature(self, data: bytes, content: bytes) -> None:
        signature = Signature.read(content)
        signature.require_signer(self._certificate)
        self._holds(f"签名人是“{holder_of(self._certificate)}”")
        signature.require_data(data, self._certificate)
        self._holds(f"签名有效，签于 {words(signature.signed_at)}")
        self._check("签名时证书在有效期内", require_valid, self._certificate, signature.signed_at)

    def _link(self, descriptor: Descriptor) -> str:
        head, answers = descriptor.head, descriptor.answers
        if head.type == OPINION:
            return "核实意见单独成包，没有更早的"
        name = f"对第 {answers.serial} 号数据包的第 {head.serial} 次回执" if answers else f"第 {head.serial} 号数据包"
        if head.previous is None:
            return f"{name}，{'没有更早的回执' if answers else '是第一个数据包'}"
        place = f"{name}，前一个的摘要为 {head.previous[:_DIGITS_SHOWN]}…"
        return f"{place}，已核对" if self._previous else f"{place}（未提供前一个数据包，没有核对）"

    def _require_link(self, head: PackageHead) -> None:
        if (head.serial == 1) != (head.previous is None) or head.serial < 1:
            raise InputProblem(f"序号 {head.serial} 与前一个数据包的摘要对不上，请向对方核实。")
        if self._previous and head.previous != self._previous.lower():
            raise InputProblem(f"第 {head.serial} 号数据包不接在前一个之后：有数据包漏收、重收或被替换，请向对方核实。")

    def _check(self, sentence: str, check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except InputProblem as problem:
            self.findings.append(Finding(False, problem.sentence))
            return False
        self._holds(sentence)
        return True

    def _holds(self, sentence: str) -> None:
        self.findings.append(Finding(True, f"{sentence}。"))
