import { onBeforeUnmount } from 'vue'

/** Pages that live: one stream of "what changed", each page asks again for what it shows. */
type Listener = { topics: string[]; run: () => void; timer: number | undefined }
const listeners = new Set<Listener>()
let source: EventSource | null = null
let since = ''

function heard(raw: string): void {
  let topics: string[]
  try {
    const line = JSON.parse(raw) as { seq?: number | string; topics?: string[] }
    if (line.seq !== undefined) since = String(line.seq)
    topics = line.topics ?? []
  } catch {
    return
  }
  for (const l of listeners) {
    if (!l.topics.some((t) => topics.includes(t))) continue
    // A burst of changes is one refresh.
    window.clearTimeout(l.timer)
    l.timer = window.setTimeout(l.run, 250)
  }
}

function open(): void {
  if (source || !listeners.size || typeof EventSource === 'undefined') return
  source = new EventSource(`/api/v1/changes${since ? `?since=${since}` : ''}`)
  source.onmessage = (e: MessageEvent<string>) => heard(e.data)
  for (const name of ['change', 'changes']) source.addEventListener(name, (e) => heard((e as MessageEvent<string>).data))
  source.onerror = () => {
    if (source?.readyState !== EventSource.CLOSED) return
    source = null
    window.setTimeout(open, 15_000)
  }
}

export function listen(topics: string[], run: () => void): () => void {
  const l: Listener = { topics, run, timer: undefined }
  listeners.add(l)
  open()
  return () => {
    window.clearTimeout(l.timer)
    listeners.delete(l)
    if (!listeners.size && source) {
      source.close()
      source = null
    }
  }
}

export function useChanges(topics: string[], run: () => void): void {
  onBeforeUnmount(listen(topics, run))
}
