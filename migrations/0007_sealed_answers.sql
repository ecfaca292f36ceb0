-- Answers kept for repeated requests are sealed by a key of the service from now on; those that are not are forgotten.
delete from idempotency_keys;
comment on column idempotency_keys.body is 'The answer, encrypted by a key of the service: it may hold a token.';
