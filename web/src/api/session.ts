import { computed, ref } from 'vue'
import { api, rememberCsrf, renewWith } from './client'
import type { Face, Session } from './types'

const session = ref<Session | null>(null)
let loading: Promise<Session> | null = null

function take(answer: Session): Session {
  session.value = answer
  rememberCsrf(answer.csrf ?? '')
  return answer
}

/** Who is here; asked once, then after every sign-in and sign-out. */
export function loadSession(again = false): Promise<Session> {
  if (!again && session.value) return Promise.resolve(session.value)
  loading ??= api.get<Session>('/session').then(take).finally(() => (loading = null))
  return loading
}

renewWith(() => loadSession(true))

export async function signIn(name: string, password: string): Promise<Session> {
  if (!session.value) await loadSession()
  take(await api.post<Session>('/session', { name, password }))
  return loadSession(true)
}

export async function signOut(): Promise<void> {
  await api.del('/session')
  await loadSession(true)
}

export const useSession = () => ({
  session,
  actor: computed(() => session.value?.actor ?? null),
  signedIn: computed(() => Boolean(session.value?.signed_in)),
  demo: computed(() => session.value?.demo ?? null),
  has: (face: Face) => Boolean(session.value?.actor?.faces.includes(face)),
})

export const HOME_OF_FACE: Record<Face, string> = { overview: '/overview', desk: '/desk', field: '/field', public: '/', admin: '/admin/areas' }
/** The page that opens after signing in: the first face of the person's first role. */
export function homeOf(answer: Session): string {
  return HOME_OF_FACE[answer.actor?.faces.find((f) => f !== 'public') ?? 'public']
}
