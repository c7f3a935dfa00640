import type { Name } from '@/api/types'

export interface Day { date: string; status: 'workday' | 'weekend' | 'holiday' | 'make_up'; working: boolean; name?: Name | null; source?: Name | null; periods?: string[][] }
export const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
const LOOK = { workday: 'work', weekend: 'rest', holiday: 'holiday', make_up: 'makeup' } as const
/** How a day shows: ordinary work and rest, a make-up working day at a weekend, a holiday. */
export const look = (d: Day) => LOOK[d.status] ?? 'work'
