/** The page that shows what an address of the interface answers: every number opens on a page, not on JSON. */
export function pageOf(why: string | null | undefined): string | null {
  if (!why) return null
  if (!why.startsWith('/api/v1/')) return why
  const rest = why.slice('/api/v1'.length)
  const known: [RegExp, (m: RegExpExecArray) => string][] = [
    [/^\/indicators\/[^/?]+\/why/, () => rest],
    [/^\/indicators\/([^/?]+)/, () => rest],
    [/^\/commitments\/([^/?]+)/, (m) => `/ledger/${m[1]}`],
    [/^\/commitments(\?.*)?$/, (m) => `/ledger${m[1] ?? ''}`],
    [/^\/public\/commitments\/([^/?]+)/, (m) => `/promises/${m[1]}`],
    [/^\/cases\/([^/?]+)/, (m) => `/desk/cases/${m[1]}`],
    [/^\/cases(\?.*)?$/, (m) => `/desk${m[1] ?? ''}`],
    [/^\/documents\/([^/?]+)/, (m) => `/documents/${m[1]}`],
    [/^\/things\/([^/?]+)/, (m) => `/things/${m[1]}`],
    [/^\/journal(\?.*)?$/, (m) => `/admin/journal${m[1] ?? ''}`],
  ]
  for (const [form, to] of known) {
    const found = form.exec(rest)
    if (found) return to(found)
  }
  return null
}
