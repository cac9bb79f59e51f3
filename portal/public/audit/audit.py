# type: ignore # ruff: noqa: B905, D103, E401, E701, E702, I001, PGH003
# fmt: off
"""python audit.py FOLDER [OLD_CHECKPOINT]: is every byte of a published tree as its log says? Needs `cryptography`."""
import base64, hashlib, io, itertools, json, pathlib, posixpath, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey as Public
top, wrong, want, last, gone, entry = pathlib.Path(sys.argv[1]), [], {}, {}, set(), {}
def read(path): return (top / path).read_bytes()
def sha(data): return hashlib.sha256(data).digest()
def line(data): return json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
def tile(level, at): return f"log/tile/{level}/{at // 256:03}" + f".p/{at % 256 + 1}" * (at % 256 < 255)
def root(r): return root([sha(b"\1" + a + b) for a, b in zip(r[::2], r[1::2])] + r[len(r) & ~1 :]) if r[1:] else r[0]
def signed(role, at, note):  # who of this role signed with a key valid at this leaf (c2sp.org/signed-note)
    text, _, lines = note.rpartition(b"\n\n")
    for given, key in itertools.product(lines.decode().split("\n")[:-1], keys["keys"]):
        raw, (name, mark, public) = base64.b64decode(given.split(" ")[2]), key["key"].split("+", 2)
        exact = given == f"— {name} {base64.b64encode(raw).decode()}" and mark == raw[:4].hex()
        if exact and role in key["roles"] and key["from_leaf"] <= at < (key["until_leaf"] or 1e99):
            Public.from_public_bytes(base64.b64decode(public)[1:]).verify(raw[4:], text + b"\n"); yield key["holder"]
keys, note = json.loads(read("keys.json")), read("log/checkpoint"); size, head = note.split(b"\n")[1:3]; end = int(size)
log = io.BytesIO(b"".join(read(tile("entries", at)) for at in sorted({end - 1, *range(255, end, 256)})))
leaves = [log.read(int.from_bytes(length, "big")) for length in iter(lambda: log.read(2), b"")]
sheets = [[len(leaf).to_bytes(2, "big") + leaf for leaf in leaves], [sha(b"\0" + leaf) for leaf in leaves]]
wrong += ["the signature of the checkpoint"] * (not any(signed("log", end - 1, note)))
for count, base in [(size, head), *(pathlib.Path(old).read_bytes().split(b"\n")[1:3] for old in sys.argv[2:])]:
    wrong += [f"the root of {int(count)} leaves"] * (base64.b64encode(root(sheets[1][: int(count)])) != base)
while rows := sheets[-1]: sheets.append([root(rows[at - 255 : at + 1]) for at in range(255, len(rows), 256)])
for level, rows in zip(["entries", *range(len(sheets))], sheets):
    ends = [at for at in range(len(rows)) if at % 256 == 255 or at >= len(rows) // 256 * 256]
    want |= {tile(level, at): sha(b"".join(rows[at // 256 * 256 : at + 1])).hex() for at in ends}
for at, leaf in enumerate(leaves):
    s = json.loads(leaf.split(b"\n")[0]); who, n, kind, index = s["campaign"], s["release"], s["kind"], s["index"]
    part = who, kind if kind in ("data", "keys") else "release"; before = last.get(part, 0); last[part] = n
    asked = keys["policy"].get(who, keys["policy"]["default"]).get(kind, 0) * (at > 0); gone |= {*s["redacted"]}
    good = (s["supersedes"] or 0) == before < n and (n == before + 1 or kind == "data")
    good = good and any(signed("publisher", at, leaf)) and len({*signed("approver", at, leaf)}) >= asked
    folder = f"releases/{who}/{n}" + "/data" * (kind == "data"); entry |= {who: index} if index else {}
    wrong += [f"number, signature or approvals of leaf {at}, {kind} {who}/{n}"] * (not good)
    want["keys.json" if kind == "keys" else f"{folder}/SHA256SUMS"] = s["sha256sums"]
    for each in read(f"{folder}/SHA256SUMS").decode().split("\n")[:-1] if kind != "keys" else []:
        path = posixpath.normpath(f"{folder}/{each[66:]}"); own = path.startswith((f"{folder}/", "scans/"))
        wrong += [path] * ((not own and path not in want) or want.setdefault(path, each[:64]) != each[:64])
for who, n in [(who, n) for (who, part), n in last.items() if part == "release"]:
    latest = {"data": last.get((who, "data")), "as_of": json.loads(read(f"releases/{who}/{n}/release.json"))["as_of"]}
    want[f"releases/{who}/latest.json"] = sha(line({"release": n, **latest})).hex()
now = sorted(json.loads(read("index.json"))["campaigns"],key=lambda e: (-int(e["voting_date"].replace("-","")),e["id"]))
want |= {"log/checkpoint": sha(note).hex(), "index.json": sha(line({"v": 1, "campaigns": now})).hex()}
wrong += ["index.json"] * ({e["id"]: sha(line(e)).hex() for e in now} != entry)
found = {p.relative_to(top).as_posix(): sha(p.read_bytes()).hex() for p in top.rglob("*") if not p.is_dir()}
wrong += [p for p in found.keys() | want if found.get(p) != (None if want.get(p) in gone else want.get(p))]
sys.exit(print(len(found), "files; absent:", *want.keys() - found, "\nWrong:", *wrong or ["nothing"]) or bool(wrong))
