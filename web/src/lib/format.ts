import { currentLang, t } from '@/i18n'

const ZONE = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function split(iso: string): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(iso)).map((p) => [p.type, p.value]))
}

/** An instant as the office writes it: 2026-11-22 09:30; a day stays a day. */
export function at(iso: string | null | undefined): string {
  if (!iso) return '—'
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return iso
  const p = split(iso)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

export function day(iso: string | null | undefined): string {
  return iso ? at(iso).slice(0, 10) : '—'
}

export function shortAt(iso: string | null | undefined): string {
  if (!iso) return '—'
  const full = at(iso)
  return full.slice(0, 10) === at(new Date().toISOString()).slice(0, 10) ? full.slice(11) : full.slice(5)
}

/** How far a deadline is, in the two largest units that matter. */
export function distance(iso: string, now = Date.now()): string {
  const minutes = Math.round(Math.abs(new Date(iso).getTime() - now) / 60_000)
  if (minutes < 60) return t('time.minutes', { n: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return t('time.hours', { n: hours })
  return t('time.days', { n: Math.floor(hours / 24) })
}

/** Thousands in groups; the digits are never recomputed. */
export function digits(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return ''
  const text = String(value)
  const found = /^(-?)(\d+)(\.\d+)?$/.exec(text)
  if (!found) return text
  return `${found[1]}${found[2]!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${found[3] ?? ''}`
}

/** Moves the point of a decimal written as text; exact, as digits are only moved. */
function shifted(text: string, places: number): string {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!
  const cut = whole!.length - places
  const rest = `${whole!.slice(cut)}${part}`.replace(/0+$/, '')
  return `${sign}${whole!.slice(0, cut)}${rest ? `.${rest}` : ''}`
}

/** A large number as Chinese papers write it (130亿元, 31.5万平方米); elsewhere grouped digits. */
export function quantity(value: string | number | null | undefined, unit: string): { n: string; unit: string } {
  const text = value === null || value === undefined ? '' : String(value).replace('>=', '≥').replace('<=', '≤')
  const whole = /^-?(\d+)(\.\d+)?$/.exec(text)?.[1]
  if (!whole || currentLang() !== 'zh' || !unit || unit.startsWith('%')) return { n: digits(text), unit }
  const [places, word] = whole.length > 8 ? [8, '亿'] : whole.length > 6 ? [4, '万'] : [0, '']
  if (!places) return { n: digits(text), unit }
  const short = shifted(text, places)
  return (short.split('.')[1]?.length ?? 0) > 4 ? { n: digits(text), unit } : { n: digits(short), unit: `${word}${unit}` }
}

export function bytes(n: number | null | undefined): string {
  if (n === null || n === undefined) return '—'
  if (n < 1024) return `${n} B`
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(0)} KB`
  return `${(n / 1024 / 1024).toFixed(1)} MB`
}

export function count(n: number | undefined, is: string | undefined): string {
  if (n === undefined) return ''
  return is === 'more_than' ? t('list.more_than', { n: digits(n) }) : t('list.count', { n: digits(n) })
}

export function years(period: [number | null, number | null] | null | undefined): string {
  if (!period) return ''
  const [a, b] = period
  if (a && b && a !== b) return `${a}–${b}`
  return String(b ?? a ?? '')
}

const COMPARATORS: Record<string, string> = { ge: '≥', gt: '>', le: '≤', lt: '<', eq: '=', '>=': '≥', '<=': '≤', '==': '=', at_least: '≥', at_most: '≤', about: '≈' }
export function comparator(code: string | null | undefined): string {
  return code ? (COMPARATORS[code] ?? code) : ''
}

/** A target in one breath: ≥130亿元, 3–5个. */
export function aim(target: { comparator: string | null; value: string | null; value_high?: string | null; unit: string | null } | null | undefined): string {
  if (!target?.value) return ''
  const low = quantity(target.value, target.unit ?? '')
  const high = target.value_high ? quantity(target.value_high, target.unit ?? '') : null
  return `${comparator(target.comparator)}${low.n}${high && high.unit === low.unit ? `–${high.n}` : ''}${low.unit}`
}
