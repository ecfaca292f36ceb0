/**
 * Every error the service answers with: a stable code, its HTTP status, a title for developers. The problem's `type`
 * is `/problems/<code>`; screens show their own text for the code.
 */
export const problemCodes = {
  bad_request: { status: 400, title: 'The request cannot be read' },
  idempotency_key_missing: { status: 400, title: 'Idempotency-Key is missing' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  wrong_credentials: { status: 401, title: 'E-mail address and password do not belong together' },
  link_expired: { status: 401, title: 'This link was used already or has expired' },
  not_allowed: { status: 403, title: 'Your role does not allow this' },
  foreign_origin: { status: 403, title: 'The request does not come from a page of this service' },
  csrf_token_wrong: { status: 403, title: 'X-CSRF-Token is missing or belongs to another session' },
  insecure_origin: { status: 403, title: 'Signing in needs HTTPS' },
  wrong_password: { status: 403, title: 'The current password is not right' },
  not_found: { status: 404, title: 'Not there, or not for you' },
  method_not_allowed: { status: 405, title: 'This address does not know the method' },
  not_acceptable: { status: 406, title: 'No representation that fits Accept' },
  conflict: { status: 409, title: 'Not possible in this state' },
  already_exists: { status: 409, title: 'There is one already' },
  still_used: { status: 409, title: 'Other objects still refer to it' },
  request_in_progress: { status: 409, title: 'The same request is still being worked on' },
  meeting_not_draft: { status: 409, title: 'The meeting is published already' },
  meeting_is_draft: { status: 409, title: 'The meeting is not published yet' },
  meeting_cancelled: { status: 409, title: 'The meeting is cancelled' },
  meeting_held: { status: 409, title: 'The meeting is concluded' },
  meeting_over: { status: 409, title: 'The meeting is over' },
  meeting_not_open: { status: 409, title: 'Sign-up is not open' },
  meeting_already_open: { status: 409, title: 'Sign-up is open already' },
  meeting_not_over: { status: 409, title: 'The meeting has not begun yet' },
  last_admin: { status: 409, title: 'One admin who can sign in must remain' },
  changed_meanwhile: { status: 412, title: 'Changed by somebody else meanwhile' },
  too_large: { status: 413, title: 'The request is too large' },
  media_type_not_understood: { status: 415, title: 'Media type not understood' },
  invalid_input: { status: 422, title: 'Input with mistakes' },
  idempotency_key_reused: { status: 422, title: 'Idempotency-Key was used for another request' },
  if_match_missing: { status: 428, title: 'If-Match is missing' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Fault of the service' },
  overloaded: { status: 503, title: 'Too busy at the moment' },
  not_ready: { status: 503, title: 'The database cannot be reached' },
} as const

export type ProblemCode = keyof typeof problemCodes
