import type { Face } from '@/api/types'

export interface NavItem { to: string; label: string; icon: string; face: Face; group: string; key?: string }
/** Drawn in one stroke each, on a 20-unit square. */
export const ICONS: Record<string, string> = {
  overview: 'M3 17V9M8 17V4M13 17v-6M18 17V7',
  desk: 'M3 4h14v12H3zM3 8h14M8 8v8',
  documents: 'M5 2.5h7l4 4v11H5zM12 2.5v4h4M8 10h5M8 13h5',
  ledger: 'M4 3h12v14H4zM7.5 7h5.5M7.5 10.5h5.5M7.5 14h3',
  indicators: 'M3 15l4.5-5 3.5 3 6-8M13 5h4v4',
  field: 'M6.5 2h7v16h-7zM9 15.5h2',
  public: 'M2.5 9.5L10 3l7.5 6.5M5 8.5V17h10V8.5',
  areas: 'M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2zM8 3v12M12 5v12',
  agencies: 'M3 17h14M5 17V7l5-4 5 4v10M8.5 10h3M8.5 13h3',
  people: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 17c0-3.5 2.5-5 6-5s6 1.5 6 5',
  calendars: 'M3.5 5h13v12h-13zM3.5 8.500h13M7 3v3M13 3v3',
  packs: 'M10 2.500l7 3.500v8l-7 3.500L3 14V6zM3 6l7 3.500L17 6M10 9.500v8',
  jobs: 'M10 3a7 7 0 1 0 7 7M10 6v4l3 2',
  journal: 'M5 3h10v14H5zM8 3v14M10.5 7h2.500M10.5 10h2.5',
  report: 'M10 3v14M3 10h14',
  mine: 'M4 5h12M4 10h12M4 15h8',
  help: 'M7.5 7.500a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.700M10 14.500v.1',
}
export const NAV: NavItem[] = [
  { to: '/overview', label: 'nav.overview', icon: 'overview', face: 'overview', group: 'nav.group_see', key: '1' },
  { to: '/desk', label: 'nav.desk', icon: 'desk', face: 'desk', group: 'nav.group_work', key: '2' },
  { to: '/documents', label: 'nav.documents', icon: 'documents', face: 'desk', group: 'nav.group_work', key: '3' },
  { to: '/ledger', label: 'nav.ledger', icon: 'ledger', face: 'desk', group: 'nav.group_work', key: '4' },
  { to: '/indicators', label: 'nav.indicators', icon: 'indicators', face: 'desk', group: 'nav.group_work', key: '5' },
  { to: '/field', label: 'nav.field', icon: 'field', face: 'field', group: 'nav.group_faces' },
  { to: '/', label: 'nav.public', icon: 'public', face: 'public', group: 'nav.group_faces' },
  { to: '/admin/areas', label: 'nav.areas', icon: 'areas', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/agencies', label: 'nav.agencies', icon: 'agencies', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/people', label: 'nav.people', icon: 'people', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/calendars', label: 'nav.calendars', icon: 'calendars', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/packs', label: 'nav.packs', icon: 'packs', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/jobs', label: 'nav.jobs', icon: 'jobs', face: 'admin', group: 'nav.group_admin' },
  { to: '/admin/journal', label: 'nav.journal', icon: 'journal', face: 'admin', group: 'nav.group_admin' },
]
