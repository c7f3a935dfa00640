/** The records of the HTTP contract, as the pages read them. */
export type Name = string | { zh: string; en: string }

export interface Value {
  value: string | null
  state: 'number' | 'missing' | 'not_applicable' | 'suppressed' | 'invalid'
  unit?: Name | null
  why?: string | null
}

export interface Page<T> { items: T[]; next: string | null; count?: number; count_is?: 'exact' | 'more_than' }
export interface Ref { id: string; name: Name }
export interface AreaRef { code: string; name: Name; place?: string; path?: string; level?: string; id?: string; parent_code?: string | null; has_children?: boolean; generated?: boolean }

export type Face = 'overview' | 'desk' | 'field' | 'public' | 'admin'
export interface DemoAccount { name: string; password: string; label: Name; face: Face }
export interface Session {
  signed_in: boolean
  csrf: string
  demo: { accounts: DemoAccount[] } | null
  actor: { id: string; name: string; agency: Ref | null; post?: string | null; posts: (Ref & { standing_in?: boolean })[]; roles: string[]; role_names?: Name[]; faces: Face[]; area: AreaRef | null } | null
  installation: { name: Name; area: AreaRef | null; version: string; secrecy_level?: string | null }
}

export interface FileRef { id: string; name?: string; type?: string; size?: number; thumbnail?: string | null; url?: string }
export interface Question { id: string; label: Name; type: string; options?: { id?: string; label?: Name; name?: Name; zh?: string; en?: string }[]; required?: boolean }
export interface CatalogueItem { kind: string; name: Name; scene: string; thing_type: string | null; photo: 'optional' | 'asked' | 'none'; questions: Question[]; hint?: Name }

export interface ReportBody {
  request_id: string; kind: string; text: string; lon?: number; lat?: number; crs: string; thing_code?: string
  name?: string; phone?: string; photos: string[]; occurred_at?: string; answers?: Record<string, string>
}
export interface ReportReceipt { number: string; key: string; url: string; case_id: string | null; joined: boolean }
export interface ReportView {
  number: string; text: string; kind: Name; stage: string; stage_name: Name
  steps: { stage: string; name: Name; at: string | null; done: boolean }[]
  reply: Name | null; photos: FileRef[]; can_contest: boolean; can_answer: boolean
}

export type DueState = 'none' | 'in_time' | 'soon' | 'overdue' | 'missing' | 'ended' | 'paused'
export interface CaseItem {
  id: string; number: string; kind: string; kind_name: Name; stage: string; stage_name: Name; title: Name
  area: AreaRef | null; unit: Ref | null; reported_at?: string | null; registered_at: string | null; due_at: string | null; due_state: DueState
  due_reason: Name | null; lon: number | null; lat: number | null; thing: { id: string; code: string } | null
  task?: 'handle' | 'verify' | 'confirm'
}
export interface ActionField { id: string; label: Name; type: 'text' | 'unit' | 'choice' | 'photos' | 'minutes'; required: boolean; options?: { id: string; name?: Name; label?: Name }[]; value?: string; reason?: Name }
export interface CaseAction { verb: string; name: Name; fields: ActionField[]; danger: boolean; undo_seconds: number }
export interface HistoryLine { id: string; at: string; verb: string; verb_name: Name; by: Name | null; post: Name | null; ground: Name | null; note: string | null; changes?: unknown }
export interface Clock { stage: string; stage_name?: Name; unit: Name | Ref | null; limit: number | string; kind: string; started_at: string; due_at: string | null; stopped_at?: string | null; in_time?: boolean | null; reason: Name | null; paused: boolean }
export interface CaseView extends CaseItem {
  version: number
  signal: { id: string; text: string; channel: string; channel_name?: Name; at: string; received_at: string | null; receipt?: { digest: string; size: number; state: string } | null } | null
  reporter: { masked_name: string | null; masked_phone: string | null; may_unmask: boolean } | null
  photos: FileRef[]; clocks: Clock[]; route: { unit: Name | Ref | null; reason: Name | null; rule: Name | null; proposed?: boolean } | null
  history: HistoryLine[]; actions: CaseAction[]; definition: { id: string; kind: string; version: string | number } | null
  act_id?: string
}
export interface Queue { id: string; name: Name; stage: string; count: number; overdue: number; soon: number }

export interface DocumentItem {
  id: string; title: string; issuer: string | null; area: AreaRef | string | null; year: number | null; state: string
  statements: { total: number; accepted: number; unsure: number }; received_at: string; file: FileRef | null
  job?: { id: string; progress: number } | null; refusal?: Name | null
}
export interface DocumentView extends DocumentItem { text: string; sections?: { title: string; start: number; level?: number }[] }
export interface Statement {
  id: string; start: number; end: number; quote: string; kind: string; subject: string | null; value: string | null; value_high?: string | null; unit: string | null
  comparator: string | null; basis: string | null; period: [number | null, number | null] | null; scope: string | null; indicator_no: string | null
  nature: string | null; verb: string | null; object: string | null; confidence: number | string | null; confidence_reason: Name | null
  review: 'unreviewed' | 'accepted' | 'corrected' | 'rejected'; version: number; commitment_id: string | null
}

export type CommitmentState = 'not_due' | 'not_reported' | 'not_checkable' | 'on_schedule' | 'behind' | 'overdue' | 'done' | 'done_late' | 'withdrawn'
export interface CommitmentItem {
  id: string; number: string; subject: string; target: { comparator: string | null; value: string | null; value_high?: string | null; unit: string | null } | null
  nature: string | null; period: [number | null, number | null] | null; due_day: string | null; scope: string | null; lead_unit: Ref | null
  state: CommitmentState; state_name?: Name; check: string | null; doubt: string | null; actual: Value | null; indicator_id?: string | null; area?: AreaRef | null; supporting?: Ref[]
  document: { id: string; title: string } | null; statement_id: string | null
}
export interface CommitmentView extends CommitmentItem {
  version: number
  statement: { quote: string; start: number; end: number; document_id: string; title: string; context_before: string | null; context_after: string | null } | null
  indicator: Ref | null
  verdict: { state: CommitmentState; formula: Name; as_of: string; known_at: string; definition_id: string; inputs: { name: Name; value: Value | string | null; why?: string | null }[] } | null
  series: { period: string; value: Value | string | null }[]
  claims?: { id: string; day: string; value: string | null; unit: string | null; words: string; by: string | null; agency: Ref | null; on_behalf?: boolean }[]
  released?: boolean
  history: HistoryLine[]; actions: CaseAction[]
}
export interface IndicatorItem { id: string; scene: string; name: Name; unit: Name | null; direction: string; definition_text: Name; latest: Value | null }
export interface IndicatorView extends IndicatorItem {
  areas: { area: AreaRef; value: Value }[]; series: { period: string; value: Value }[]
  definition: { id: string; body: unknown; valid_from: string; source: Name | null } | null
}
export interface WhyRow { id: string; kind: string; label: Name; at: string | null; link: string | null }
export interface WhyView {
  value: Value; formula: Name; numerator: { count: number; rows: WhyRow[]; next?: string | null } | null
  denominator: { count: number; rows: WhyRow[]; next?: string | null } | null
  excluded: { id?: string; label?: Name; reason?: Name; count?: number; link?: string | null }[]; definition_id: string; run_id: string | null
}
export interface Overview {
  area: AreaRef; as_of: string
  tiles: { id: string; name: Name; value: Value; link: string | null; note?: Name }[]
  commitments: { by_state: { state: CommitmentState; name: Name; count: number; link: string }[] }
  cases: { open: number; overdue: number; today: number; closed_today: number; series: { day: string; created: number; closed: number }[] }
  indicators: { id: string; name: Name; value: Value; target?: string | null; link?: string | null }[]
  map: { measure: string; name: Name; areas: { code: string; name: Name; path?: string; value: Value }[] } | null
  attention: { kind: string; title: Name; why: Name; link: string }[]
}
export interface ThingView {
  id: string; type: string; type_name: Name; code: string; name: Name; path: string; area: AreaRef | null; lon?: number | null; lat?: number | null
  geometry: { type: string; coordinates: unknown } | null; props: { id: string; name: Name; unit: Name | null; value: unknown }[]
  cases: CaseItem[]; latest: { property: Name; value: Value | string; at: string }[]
}
export interface JournalLine { id: string; at: string; kind: string; subject: string | { type: string; id: string }; by: Name | null; post: Name | null; ground: Name | null; area?: Name | null; body: unknown; sealed: { seq: number; batch: string; hash: string } | null }
export interface JobRow { id: string; kind: string; state: string; progress: number | null; attempts: number; run_at: string | null; result: unknown; error: string | null }
export interface PackRow { id: string; name: Name; version: string; serves: string[]; definitions: { id: string; kind: string; name: Name; valid_from: string; sha256: string; source: Name | null }[]; problems: unknown[] }
