"""Whether Go and its package golang.org/x/mod are on this machine (Debian: golang-go, golang-golang-x-mod-dev)."""

import os
import shutil
from pathlib import Path

GOPATH = os.environ.get("GOPATH", "/usr/share/gocode")
INSTALLED = shutil.which("go") is not None and Path(GOPATH, "src/golang.org/x/mod/sumdb/tlog").is_dir()
