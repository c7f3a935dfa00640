import { computed, ref } from 'vue'
import { api, rememberCsrf } from './client'
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
/** The page that opens after signing in: the first face the person has, in the order of the office day. */
export function homeOf(answer: Session): string {
  const faces = answer.actor?.faces ?? []
  const order: Face[] = ['desk', 'overview', 'field', 'admin', 'public']
  const only = faces.filter((f) => f !== 'public')
  if (only.length === 1) return HOME_OF_FACE[only[0]!]
  const demoFace = answer.demo?.accounts.find((a) => a.name === answer.actor?.name)?.face
  if (demoFace) return HOME_OF_FACE[demoFace]
  return HOME_OF_FACE[order.find((f) => faces.includes(f)) ?? 'public']
}
