import type { CommitmentItem, CommitmentView } from '@/api/types'

/** Where the actual of a commitment opens: at the rows of its indicator, else at the commitment itself. */
export function actualLink(c: CommitmentItem | CommitmentView): string | null {
  const input = 'verdict' in c ? c.verdict?.inputs.find((i) => i.why?.includes('/why'))?.why : null
  if (input ?? c.actual?.why) return pageOf(input ?? c.actual?.why)
  if (c.indicator_id) return `/indicators/${c.indicator_id}/why${c.area?.code ? `?area=${c.area.code}` : ''}`
  return 'verdict' in c ? null : `/ledger/${c.id}`
}

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
