"""Add up the reports of bin/test; the last line is the sum over all parts."""

import sys
from pathlib import Path
from xml.etree import ElementTree  # our own reports, not input from outside


def counts(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped of one junit file; none where it was not written."""
    if not report.exists():
        return 0, 0, 0
    passed = failed = skipped = 0
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = {child.tag for child in case}
        failed += bool(kinds & {"failure", "error"})
        skipped += "skipped" in kinds
        passed += not kinds & {"failure", "error", "skipped"}
    return passed, failed, skipped


def main(folder: Path) -> int:
    sums = [0, 0, 0]
    sys.stdout.write("\n")
    for path in sorted(folder.glob("*.code"), key=lambda p: p.stat().st_mtime):
        code, seconds = map(int, path.read_text().split())
        passed, failed, skipped = counts(path.with_suffix(".xml"))
        if code and not failed:
            failed = 1  # it broke before or after its tests
        sums = [sums[0] + passed, sums[1] + failed, sums[2] + skipped]
        sys.stdout.write(
            f"{path.stem:28} {passed:5} passed {failed:4} failed {skipped:4} skipped "
            f"{seconds / 60:6.1f} min\n"
        )
    if (missing := folder / "missing").exists():
        sys.stdout.write("\nNot proven on this machine:\n" + missing.read_text())
    if not any(sums[:2]):
        sums[1] = 1
    skips = f", {sums[2]} skipped" if sums[2] else ""
    sys.stdout.write(f"\n{sums[0]} passed, {sums[1]} failed{skips}\n")
    return bool(sums[1])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
