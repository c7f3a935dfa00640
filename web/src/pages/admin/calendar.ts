import type { Name } from '@/api/types'

export interface Day { day: string; status: string; name?: Name | null; source?: Name | null; version?: number; periods?: string[][] }
export const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
export const works = (d: Day) => d.status.startsWith('work') || d.status === 'make_up' || d.status === 'makeup'

/** How a day shows: ordinary work and rest, a make-up working day at a weekend, a holiday on a weekday. */
export function look(d: Day): 'work' | 'rest' | 'makeup' | 'holiday' {
  const weekend = [0, 6].includes(weekday(d.day))
  if (works(d)) return weekend ? 'makeup' : 'work'
  return weekend ? 'rest' : 'holiday'
}
