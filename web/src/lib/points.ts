import type { CaseItem, DueState } from '@/api/types'
import { pick } from '@/i18n'
import type { MapPoint } from './mapstyle'

const TONE: Record<DueState, MapPoint['tone']> = { none: 'mute', in_time: 'go', soon: 'warn', overdue: 'bad', missing: 'mute', ended: 'ok', paused: 'mute' }

export function casePoint(c: CaseItem): MapPoint {
  return { id: c.id, lon: Number(c.lon), lat: Number(c.lat), label: pick(c.title), tone: TONE[c.due_state] ?? 'go' }
}

export function casePoints(items: CaseItem[]): MapPoint[] {
  return items.filter((c) => c.lon !== null && c.lat !== null && c.lon !== undefined).map(casePoint)
}
