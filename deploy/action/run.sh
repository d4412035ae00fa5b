#!/usr/bin/env bash
# The step of action.yml that scans. Takes PROGRAM and the inputs as INPUT_*, and ends with the program's exit code.
set -euo pipefail

fault() {
  printf '::error title=exchange-tls::%s\n' "$1"
  printf 'exit-code=2\n' >>"$GITHUB_OUTPUT"
  exit 2
}

# Lines of a text into the array `lines`, without blank ones and without space around them.
lines=()
split() {
  local line
  lines=()
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    if [ -n "$line" ]; then lines+=("$line"); fi
  done <<<"$1"
}

# A line end in a path would become a further output of the step.
refuse_lines() {
  case $2 in *[$'\n\r']*) fault "$1 has more than one line" ;; esac
}

case $INPUT_COMMAND in
  check | scan) ;;
  *) fault 'command is neither check nor scan' ;;
esac
case $INPUT_SUMMARY in
  true | false) ;;
  *) fault 'summary is neither true nor false' ;;
esac
refuse_lines report "$INPUT_REPORT"
refuse_lines sarif "$INPUT_SARIF"
if [ -z "$INPUT_REPORT" ]; then fault 'report is empty'; fi

words=("$INPUT_COMMAND" "--fail-on=$INPUT_FAIL_ON" "--format=$INPUT_FORMAT" "--output=json=$INPUT_REPORT")
if [ -n "$INPUT_SARIF" ]; then words+=("--output=sarif=$INPUT_SARIF"); fi
if [ -n "$INPUT_TARGETS_FILE" ]; then words+=("--targets=$INPUT_TARGETS_FILE"); fi
summary=
if [ "$INPUT_SUMMARY" = true ]; then
  summary=$(mktemp -d)
  trap 'rm -rf "$summary"' EXIT
  words+=("--output=markdown=$summary/report.md")
fi
split "$INPUT_ARGS"
words+=(${lines[@]+"${lines[@]}"})
split "$INPUT_TARGETS"
for target in ${lines[@]+"${lines[@]}"}; do
  case $target in -*) fault 'targets has a line that begins with a hyphen; options belong into args' ;; esac
  words+=("$target")
done

# A report of an earlier step must not pass for that of this one.
rm -f -- "$INPUT_REPORT" || fault 'report cannot be replaced'
if [ -n "$INPUT_SARIF" ]; then rm -f -- "$INPUT_SARIF" || fault 'sarif cannot be replaced'; fi

# Servers write part of what follows, and the runner would obey what looks like a workflow command.
token=$(node -p 'crypto.randomUUID()')
printf '::stop-commands::%s\n' "$token"
code=0
node "$PROGRAM" "${words[@]}" </dev/null 2>&1 || code=$?
printf '\n::%s::\n' "$token"

{
  printf 'exit-code=%s\n' "$code"
  if [ -e "$INPUT_REPORT" ]; then printf 'report=%s\n' "$INPUT_REPORT"; fi
  if [ -n "$INPUT_SARIF" ] && [ -e "$INPUT_SARIF" ]; then printf 'sarif=%s\n' "$INPUT_SARIF"; fi
} >>"$GITHUB_OUTPUT"

if [ -n "$summary" ] && [ -e "$summary/report.md" ]; then
  # GitHub takes no summary of a step above 1 MiB.
  if [ "$(wc -c <"$summary/report.md")" -lt 1000000 ]; then
    cat "$summary/report.md" >>"$GITHUB_STEP_SUMMARY"
  else
    printf 'The report in Markdown is too long to be shown here; the one in JSON is whole.\n' >>"$GITHUB_STEP_SUMMARY"
  fi
fi

case $code in
  0) ;;
  1) printf '::error title=exchange-tls::There are findings that fail-on counts.\n' ;;
  2) printf '::error title=exchange-tls::The inputs cannot be used: see the log. Nothing was asked.\n' ;;
  3) printf '::error title=exchange-tls::Something could not be assessed: see the log. That is no good news.\n' ;;
  *) printf '::error title=exchange-tls::Ended with %s: see the log.\n' "$code" ;;
esac
exit "$code"
