import { currentLang, t } from '@/i18n'

/** A refusal as the server words it: what happened, what the procedure allows instead, and its code. */
export class ApiError extends Error {
  readonly happened: string
  constructor(readonly code: string, happened: string, readonly instead: string, readonly status: number, readonly detail: unknown) {
    super(happened)
    this.happened = happened
  }
  /** No answer came: the request may be repeated with the same request id. */
  get unreachable(): boolean {
    return this.status === 0
  }
}

let csrf = ''
let renew: (() => Promise<unknown>) | null = null
/** How to ask again who is here, when a write is not recognised as coming from this page. */
export function renewWith(ask: () => Promise<unknown>): void {
  renew = ask
}
export function rememberCsrf(value: string): void {
  csrf = value
}

type Query = Record<string, string | number | boolean | null | undefined>

export function withQuery(path: string, query?: Query): string {
  if (!query) return path
  const pairs = Object.entries(query).filter(([, v]) => v !== null && v !== undefined && v !== '')
  if (!pairs.length) return path
  return `${path}?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)])).toString()}`
}

async function refusal(answer: Response): Promise<ApiError> {
  let body: Record<string, unknown> = {}
  try {
    body = (await answer.json()) as Record<string, unknown>
  } catch {
    body = {}
  }
  const code = typeof body.code === 'string' ? body.code : `HTTP-${answer.status}`
  const happened = typeof body.happened === 'string' ? body.happened : t('error.unexpected', { status: answer.status })
  const instead = typeof body.instead === 'string' ? body.instead : t('error.unexpected_instead')
  return new ApiError(code, happened, instead, answer.status, body.detail)
}

/** A page opened without signal, or long ago, has no valid mark of its session: it is asked for once, then the write goes again. */
export async function request<T>(method: string, path: string, body?: unknown, query?: Query, signal?: AbortSignal): Promise<T> {
  try {
    return await attempt<T>(method, path, body, query, signal)
  } catch (cause) {
    const stale = cause instanceof ApiError && cause.code === 'A-005' && method !== 'GET' && renew !== null
    if (!stale) throw cause
    await renew!()
    return attempt<T>(method, path, body, query, signal)
  }
}

async function attempt<T>(method: string, path: string, body?: unknown, query?: Query, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { 'Accept-Language': currentLang(), Accept: 'application/json' }
  let payload: BodyInit | undefined
  if (body instanceof FormData) payload = body
  else if (body !== undefined) {
    headers['Content-Type'] = 'application/json'
    payload = JSON.stringify(body)
  }
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf
  const address = path.startsWith('/api/') ? path : `/api/v1${path}`
  let answer: Response
  try {
    answer = await fetch(withQuery(address, query), { method, headers, body: payload ?? null, credentials: 'same-origin', signal: signal ?? null })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('W-001', t('error.unreachable'), t('error.unreachable_instead'), 0, null)
  }
  if (!answer.ok) throw await refusal(answer)
  if (answer.status === 204) return undefined as T
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', path, undefined, query, signal),
  post: <T>(path: string, body?: unknown, query?: Query) => request<T>('POST', path, body ?? {}, query),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, body),
  del: (path: string) => request<void>('DELETE', path),
  upload: <T>(path: string, file: Blob, name: string, more: Record<string, string> = {}) => {
    const form = new FormData()
    form.append('file', file, name)
    for (const [k, v] of Object.entries(more)) if (v) form.append(k, v)
    return request<T>('POST', path, form)
  },
}
