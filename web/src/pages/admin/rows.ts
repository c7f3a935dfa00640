import type { Name } from '@/api/types'
import { pick } from '@/i18n'

export type Row = { id: string } & Record<string, unknown>

/** A reference as words: a name, a record with a name, a list of them, or an id that `find` knows. */
export function named(x: unknown, find?: (id: string) => string | undefined): string {
  if (x === null || x === undefined || x === '') return ''
  if (Array.isArray(x)) return x.map((y) => named(y, find)).filter(Boolean).join('、')
  if (typeof x === 'object') {
    const record = x as Record<string, unknown>
    if ('name' in record) return named(record.name) || String(record.id ?? '')
    if ('zh' in record) return pick(record as Name)
    if ('person' in record) return named(record.person)
    return String(record.id ?? '')
  }
  return find?.(String(x)) ?? String(x)
}
