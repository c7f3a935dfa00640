CREATE TABLE access_grant (
	id BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	area_id BIGINT, 
	path TEXT NOT NULL, 
	agency_id BIGINT, 
	post_id BIGINT, 
	person_id BIGINT, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_access_grant PRIMARY KEY (id)
)
-- next
CREATE TABLE account (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	password TEXT NOT NULL, 
	failures INTEGER NOT NULL, 
	locked_until BIGINT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	suspended INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_account_name ON account (name)
-- next
CREATE TABLE agency (
	id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name_zh TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	parent_id BIGINT, 
	area_id BIGINT, 
	path TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_agency PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_agency_code ON agency (code)
-- next
CREATE TABLE api_token (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	role TEXT NOT NULL, 
	area_id BIGINT, 
	path TEXT NOT NULL, 
	agency_id BIGINT, 
	created_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_api_token PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_api_token_token_hash ON api_token (token_hash)
-- next
CREATE TABLE area (
	id BIGINT NOT NULL, 
	area BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	level TEXT NOT NULL, 
	name TEXT NOT NULL, 
	code TEXT, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	generated INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_area PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_area_area ON area (area) WHERE valid_to IS NULL
-- next
CREATE UNIQUE INDEX uq_area_code ON area (code) WHERE valid_to IS NULL
-- next
CREATE UNIQUE INDEX uq_area_path ON area (path) WHERE valid_to IS NULL
-- next
CREATE TABLE area_shape (
	id BIGINT NOT NULL, 
	area BIGINT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	wkb BLOB NOT NULL, 
	generated INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_area_shape PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_area_shape_area ON area_shape (area) WHERE valid_to IS NULL
-- next
CREATE TABLE assignment (
	id BIGINT NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	agency BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	ground TEXT NOT NULL, 
	CONSTRAINT pk_assignment PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_assignment_agency ON assignment (agency)
-- next
CREATE INDEX ix_assignment_commitment ON assignment (commitment_id, id)
-- next
CREATE TABLE calendar_entry (
	id BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_calendar_entry PRIMARY KEY (id)
)
-- next
CREATE TABLE case_clock (
	id BIGINT NOT NULL, 
	case_id BIGINT NOT NULL, 
	stage TEXT NOT NULL, 
	unit_id BIGINT, 
	limit_value TEXT, 
	limit_kind TEXT, 
	started_at BIGINT NOT NULL, 
	due_at BIGINT, 
	due_reason TEXT NOT NULL, 
	stopped_at BIGINT, 
	in_time INTEGER, 
	path TEXT NOT NULL, 
	local_day INTEGER NOT NULL, 
	CONSTRAINT pk_case_clock PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_case_clock_case_id ON case_clock (case_id)
-- next
CREATE TABLE case_key (
	"key" TEXT NOT NULL, 
	case_id BIGINT NOT NULL, 
	CONSTRAINT pk_case_key PRIMARY KEY ("key")
)
-- next
CREATE INDEX ix_case_key_case_id ON case_key (case_id)
-- next
CREATE TABLE cases (
	id BIGINT NOT NULL, 
	number TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	definition_id BIGINT NOT NULL, 
	stage TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	local_day INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	thing_id BIGINT, 
	lon BIGINT, 
	lat BIGINT, 
	title TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	signal_id BIGINT NOT NULL, 
	unit_id BIGINT, 
	condition TEXT, 
	confirmed INTEGER NOT NULL, 
	rework INTEGER NOT NULL, 
	sent_back INTEGER NOT NULL, 
	handled_by BIGINT, 
	stage_since BIGINT NOT NULL, 
	due_at BIGINT, 
	due_reason TEXT NOT NULL, 
	registered_at BIGINT, 
	ended_at BIGINT, 
	CONSTRAINT pk_cases PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_cases_area3 ON cases (substr(path, 1, 12), id)
-- next
CREATE INDEX ix_cases_area4 ON cases (substr(path, 1, 16), id)
-- next
CREATE INDEX ix_cases_area5 ON cases (substr(path, 1, 20), id)
-- next
CREATE INDEX ix_cases_kind_day ON cases (kind, local_day)
-- next
CREATE INDEX ix_cases_open_area3 ON cases (substr(path, 1, 12), id) WHERE outcome = 'open'
-- next
CREATE INDEX ix_cases_open_area4 ON cases (substr(path, 1, 16), id) WHERE outcome = 'open'
-- next
CREATE INDEX ix_cases_open_stage ON cases (stage, due_at) WHERE outcome = 'open'
-- next
CREATE INDEX ix_cases_open_unit ON cases (unit_id, due_at) WHERE outcome = 'open'
-- next
CREATE INDEX ix_cases_thing_id ON cases (thing_id, id)
-- next
CREATE TABLE claim (
	id BIGINT NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	value TEXT, 
	unit TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	words TEXT NOT NULL, 
	by_person BIGINT, 
	by_name TEXT NOT NULL, 
	agency BIGINT, 
	on_behalf INTEGER NOT NULL, 
	supersedes BIGINT, 
	path TEXT NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_claim_commitment ON claim (commitment_id, id)
-- next
CREATE TABLE commitment (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	number TEXT NOT NULL, 
	document_id BIGINT NOT NULL, 
	statement_id BIGINT, 
	parent_id BIGINT, 
	status TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	verb TEXT NOT NULL, 
	object TEXT NOT NULL, 
	comparator TEXT NOT NULL, 
	value TEXT, 
	value_high TEXT, 
	unit TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	nature TEXT NOT NULL, 
	baseline TEXT, 
	period_first INTEGER, 
	period_last INTEGER, 
	due_day INTEGER, 
	scope TEXT NOT NULL, 
	path TEXT NOT NULL, 
	lead_unit BIGINT, 
	lead_words TEXT NOT NULL, 
	supporting TEXT NOT NULL, 
	supporting_words TEXT NOT NULL, 
	leader_words TEXT NOT NULL, 
	relation TEXT, 
	not_stated TEXT NOT NULL, 
	indicator TEXT, 
	act_id BIGINT, 
	created_at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	state TEXT, 
	checked TEXT NOT NULL, 
	doubt TEXT NOT NULL, 
	actual TEXT, 
	actual_state TEXT NOT NULL, 
	CONSTRAINT pk_commitment PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_commitment_area2 ON commitment (substr(path, 1, 8), id)
-- next
CREATE INDEX ix_commitment_area3 ON commitment (substr(path, 1, 12), id)
-- next
CREATE INDEX ix_commitment_area4 ON commitment (substr(path, 1, 16), id)
-- next
CREATE INDEX ix_commitment_document ON commitment (document_id, id)
-- next
CREATE INDEX ix_commitment_indicator ON commitment (indicator)
-- next
CREATE INDEX ix_commitment_parent ON commitment (parent_id)
-- next
CREATE UNIQUE INDEX uq_commitment_number ON commitment (number)
-- next
CREATE UNIQUE INDEX uq_commitment_statement_id ON commitment (statement_id)
-- next
CREATE TABLE commitment_term (
	id BIGINT NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	comparator TEXT NOT NULL, 
	value TEXT, 
	value_high TEXT, 
	unit TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	baseline TEXT, 
	period_first INTEGER, 
	period_last INTEGER, 
	due_day INTEGER, 
	indicator TEXT, 
	ground TEXT NOT NULL, 
	CONSTRAINT pk_commitment_term PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_commitment_term_commitment ON commitment_term (commitment_id, id)
-- next
CREATE TABLE definition (
	id BIGINT NOT NULL, 
	pack TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	body TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	path TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	installed_at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_definition PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_definition_kind_key_path_valid_from_sha256 ON definition (kind, "key", path, valid_from, sha256)
-- next
CREATE TABLE delivery (
	id BIGINT NOT NULL, 
	message_id BIGINT NOT NULL, 
	channel TEXT NOT NULL, 
	state TEXT NOT NULL, 
	not_before BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at BIGINT, 
	receipt TEXT NOT NULL, 
	error TEXT NOT NULL, 
	CONSTRAINT pk_delivery PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_delivery_message ON delivery (message_id)
-- next
CREATE INDEX ix_delivery_waiting ON delivery (not_before) WHERE state='waiting'
-- next
CREATE TABLE dirty (
	id BIGINT NOT NULL, 
	rollup TEXT NOT NULL, 
	bucket INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	CONSTRAINT pk_dirty PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_dirty_rollup ON dirty (rollup, id)
-- next
CREATE TABLE document (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	serial INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	issuer TEXT NOT NULL, 
	document_number TEXT NOT NULL, 
	path TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	period_first INTEGER, 
	period_last INTEGER, 
	state TEXT NOT NULL, 
	refusal TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	characters INTEGER NOT NULL, 
	file_id BIGINT, 
	file_name TEXT NOT NULL, 
	received_at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	read_at BIGINT, 
	job_id BIGINT, 
	CONSTRAINT pk_document PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_document_path_sha256 ON document (path, sha256)
-- next
CREATE UNIQUE INDEX uq_document_year_serial ON document (year, serial)
-- next
CREATE TABLE document_text (
	id BIGINT NOT NULL, 
	body TEXT NOT NULL, 
	drawn TEXT NOT NULL, 
	CONSTRAINT pk_document_text PRIMARY KEY (id)
)
-- next
CREATE TABLE draft (
	id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	form TEXT NOT NULL, 
	body TEXT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_draft PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_draft_person_id_form ON draft (person_id, form)
-- next
CREATE TABLE evidence (
	id BIGINT NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	claim_id BIGINT, 
	kind TEXT NOT NULL, 
	reference TEXT NOT NULL, 
	file_id BIGINT, 
	sha256 TEXT NOT NULL, 
	issuer TEXT NOT NULL, 
	day INTEGER, 
	words TEXT NOT NULL, 
	added_at BIGINT NOT NULL, 
	by_person BIGINT, 
	path TEXT NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_evidence_commitment ON evidence (commitment_id, id)
-- next
CREATE INDEX ix_evidence_sha256 ON evidence (sha256)
-- next
CREATE TABLE file (
	id BIGINT NOT NULL, 
	address TEXT NOT NULL, 
	type TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	slot BIGINT, 
	detail BLOB NOT NULL, 
	thumbnail INTEGER NOT NULL, 
	purpose TEXT NOT NULL, 
	path TEXT NOT NULL, 
	uploader TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	about_type TEXT, 
	about_id BIGINT, 
	CONSTRAINT pk_file PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_file_about ON file (about_id)
-- next
CREATE INDEX ix_file_address ON file (address)
-- next
CREATE INDEX ix_file_pending ON file (at) WHERE state='pending'
-- next
CREATE TABLE holding (
	id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	post_id BIGINT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	CONSTRAINT pk_holding PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_holding_person_id_post_id_valid_from ON holding (person_id, post_id, valid_from)
-- next
CREATE TABLE indicator_run (
	id BIGINT NOT NULL, 
	cause TEXT NOT NULL, 
	as_of INTEGER NOT NULL, 
	known_at BIGINT NOT NULL, 
	indicators INTEGER NOT NULL, 
	changed INTEGER NOT NULL, 
	CONSTRAINT pk_indicator_run PRIMARY KEY (id)
)
-- next
CREATE TABLE indicator_value (
	id BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	path TEXT NOT NULL, 
	period TEXT NOT NULL, 
	definition_id BIGINT NOT NULL, 
	run_id BIGINT NOT NULL, 
	as_of INTEGER NOT NULL, 
	known_at BIGINT NOT NULL, 
	numerator BIGINT NOT NULL, 
	denominator BIGINT NOT NULL, 
	excluded BIGINT NOT NULL, 
	value BIGINT, 
	scale INTEGER NOT NULL, 
	unit TEXT NOT NULL, 
	state TEXT NOT NULL, 
	CONSTRAINT pk_indicator_value PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_indicator_value_period ON indicator_value ("key", period)
-- next
CREATE UNIQUE INDEX uq_indicator_value_key_path_period ON indicator_value ("key", path, period)
-- next
CREATE TABLE intake_key (
	request TEXT NOT NULL, 
	receipt_id BIGINT NOT NULL, 
	digest TEXT NOT NULL, 
	slot BIGINT NOT NULL, 
	result TEXT NOT NULL, 
	local_day INTEGER NOT NULL, 
	CONSTRAINT pk_intake_key PRIMARY KEY (request)
)
-- next
CREATE TABLE job (
	id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	args TEXT NOT NULL, 
	state TEXT NOT NULL, 
	run_at BIGINT NOT NULL, 
	leased_until BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	progress INTEGER NOT NULL, 
	result TEXT, 
	error TEXT, 
	unique_key TEXT, 
	version INTEGER NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_job PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_job_open ON job (run_at) WHERE state IN ('waiting','running')
-- next
CREATE UNIQUE INDEX uq_job_unique_key ON job (unique_key) WHERE state IN ('waiting','running')
-- next
CREATE TABLE journal (
	id BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	subject_type TEXT NOT NULL, 
	subject_id BIGINT NOT NULL, 
	by_kind TEXT NOT NULL, 
	by_person BIGINT, 
	by_post BIGINT, 
	by_name TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	ground TEXT NOT NULL, 
	path TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_journal_subject ON journal (subject_id, id)
-- next
CREATE TABLE ledger_act (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	document_id BIGINT NOT NULL, 
	statements TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	by_person BIGINT, 
	by_name TEXT NOT NULL, 
	ground TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	undo_until BIGINT NOT NULL, 
	undone_at BIGINT, 
	CONSTRAINT pk_ledger_act PRIMARY KEY (id)
)
-- next
CREATE TABLE liaison (
	id BIGINT NOT NULL, 
	agency_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	topic TEXT NOT NULL, 
	reserve INTEGER NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_liaison PRIMARY KEY (id)
)
-- next
CREATE TABLE message (
	id BIGINT NOT NULL, 
	to_kind TEXT NOT NULL, 
	to_id BIGINT NOT NULL, 
	template TEXT NOT NULL, 
	definition_id BIGINT NOT NULL, 
	contents TEXT NOT NULL, 
	about_type TEXT NOT NULL, 
	about_id BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	read_at BIGINT, 
	read_by BIGINT, 
	CONSTRAINT pk_message PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_message_to ON message (to_id, id)
-- next
CREATE TABLE milestone (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	day INTEGER NOT NULL, 
	value TEXT, 
	words TEXT NOT NULL, 
	withdrawn INTEGER NOT NULL, 
	CONSTRAINT pk_milestone PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_milestone_commitment ON milestone (commitment_id, day)
-- next
CREATE TABLE person (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	office_phone TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id)
)
-- next
CREATE TABLE personal (
	id BIGINT NOT NULL, 
	owner_type TEXT NOT NULL, 
	owner_id BIGINT NOT NULL, 
	field TEXT NOT NULL, 
	path TEXT NOT NULL, 
	slot BIGINT NOT NULL, 
	sealed BLOB NOT NULL, 
	digest BLOB NOT NULL, 
	purpose TEXT NOT NULL, 
	ground TEXT NOT NULL, 
	retain_until INTEGER, 
	erased_at BIGINT, 
	CONSTRAINT pk_personal PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_personal_digest ON personal (digest)
-- next
CREATE INDEX ix_personal_owner ON personal (owner_id)
-- next
CREATE INDEX ix_personal_retain_until ON personal (retain_until)
-- next
CREATE TABLE portfolio (
	id BIGINT NOT NULL, 
	line BIGINT NOT NULL, 
	post_id BIGINT NOT NULL, 
	theme TEXT NOT NULL, 
	path TEXT NOT NULL, 
	agency_id BIGINT, 
	source TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_portfolio PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_portfolio_line_valid_from ON portfolio (line, valid_from)
-- next
CREATE TABLE post (
	id BIGINT NOT NULL, 
	agency_id BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	name_zh TEXT NOT NULL, 
	name_en TEXT NOT NULL, 
	duties TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_post PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_post_code ON post (code)
-- next
CREATE TABLE process (
	number BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	host TEXT NOT NULL, 
	pid INTEGER NOT NULL, 
	started_at BIGINT NOT NULL, 
	CONSTRAINT pk_process PRIMARY KEY (number)
)
-- next
CREATE TABLE reading (
	id BIGINT NOT NULL, 
	thing BIGINT NOT NULL, 
	stream TEXT NOT NULL, 
	path TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	value BIGINT, 
	text TEXT, 
	source_kind TEXT NOT NULL, 
	source BIGINT NOT NULL, 
	supersedes BIGINT, 
	CONSTRAINT pk_reading PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_reading_series ON reading (thing, stream, at)
-- next
CREATE INDEX ix_reading_stream_day ON reading (stream, local_day)
-- next
CREATE INDEX ix_reading_supersedes ON reading (supersedes)
-- next
CREATE TABLE reading_latest (
	thing BIGINT NOT NULL, 
	stream TEXT NOT NULL, 
	id BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	value BIGINT, 
	text TEXT, 
	source_kind TEXT NOT NULL, 
	source BIGINT NOT NULL, 
	supersedes BIGINT, 
	CONSTRAINT pk_reading_latest PRIMARY KEY (thing, stream)
)
-- next
CREATE INDEX ix_reading_latest_area3 ON reading_latest (substr(path, 1, 12), id)
-- next
CREATE INDEX ix_reading_latest_area4 ON reading_latest (substr(path, 1, 16), id)
-- next
CREATE INDEX ix_reading_latest_area5 ON reading_latest (substr(path, 1, 20), id)
-- next
CREATE INDEX ix_reading_latest_stream ON reading_latest (stream, thing)
-- next
CREATE TABLE receipt (
	id BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	local_day INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	slot BIGINT NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT pk_receipt PRIMARY KEY (id)
)
-- next
CREATE TABLE release (
	id BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	subject_id BIGINT NOT NULL, 
	released_at BIGINT NOT NULL, 
	by_person BIGINT NOT NULL, 
	by_name TEXT NOT NULL, 
	ground TEXT NOT NULL, 
	withdrawn_at BIGINT, 
	withdrawn_by BIGINT, 
	withdrawn_ground TEXT NOT NULL, 
	CONSTRAINT pk_release PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_release_type_subject_id ON release (type, subject_id) WHERE withdrawn_at IS NULL
-- next
CREATE TABLE responsibility (
	id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	path TEXT NOT NULL, 
	lead_id BIGINT NOT NULL, 
	supporting TEXT NOT NULL, 
	clause TEXT NOT NULL, 
	source TEXT NOT NULL, 
	backstop INTEGER NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_responsibility PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_responsibility_kind_path_valid_from ON responsibility (kind, path, valid_from)
-- next
CREATE TABLE seal_batch (
	number BIGINT NOT NULL, 
	first_seq BIGINT NOT NULL, 
	last_seq BIGINT NOT NULL, 
	root BLOB NOT NULL, 
	head BLOB NOT NULL, 
	sealed_at BIGINT NOT NULL, 
	CONSTRAINT pk_seal_batch PRIMARY KEY (number)
)
-- next
CREATE TABLE sealed (
	seq BIGINT NOT NULL, 
	journal_id BIGINT NOT NULL, 
	leaf BLOB NOT NULL, 
	batch BIGINT NOT NULL, 
	CONSTRAINT pk_sealed PRIMARY KEY (seq), 
	CONSTRAINT uq_sealed_journal_id UNIQUE (journal_id)
)
-- next
CREATE TABLE search_entry (
	id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	ref BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	agency BIGINT, 
	title TEXT NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_search_entry PRIMARY KEY (id), 
	CONSTRAINT uq_search_entry_ref UNIQUE (ref)
)
-- next
CREATE TABLE session (
	id BIGINT NOT NULL, 
	token_hash TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	post_id BIGINT, 
	device TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	revoked_at BIGINT, 
	CONSTRAINT pk_session PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_session_person ON session (person_id)
-- next
CREATE UNIQUE INDEX uq_session_token_hash ON session (token_hash)
-- next
CREATE TABLE setting (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	CONSTRAINT pk_setting PRIMARY KEY (name)
)
-- next
CREATE TABLE setup_link (
	id BIGINT NOT NULL, 
	token_hash TEXT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	used_at BIGINT, 
	CONSTRAINT pk_setup_link PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_setup_link_token_hash ON setup_link (token_hash)
-- next
CREATE TABLE signal (
	id BIGINT NOT NULL, 
	receipt_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	device_at BIGINT, 
	local_day INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	lon BIGINT, 
	lat BIGINT, 
	thing_id BIGINT, 
	text TEXT NOT NULL, 
	vals TEXT NOT NULL, 
	files TEXT NOT NULL, 
	follow TEXT NOT NULL, 
	case_id BIGINT, 
	CONSTRAINT pk_signal PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_signal_case_id ON signal (case_id)
-- next
CREATE INDEX ix_signal_thing_id ON signal (thing_id, id)
-- next
CREATE TABLE stand_in (
	id BIGINT NOT NULL, 
	post_id BIGINT NOT NULL, 
	person_id BIGINT NOT NULL, 
	ground TEXT NOT NULL, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	CONSTRAINT pk_stand_in PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_stand_in_post_id_person_id_valid_from ON stand_in (post_id, person_id, valid_from)
-- next
CREATE TABLE statement (
	id BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	document_id BIGINT NOT NULL, 
	number INTEGER NOT NULL, 
	start_offset INTEGER NOT NULL, 
	end_offset INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	reading TEXT NOT NULL, 
	corrected TEXT, 
	confidence INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	page INTEGER, 
	cell TEXT NOT NULL, 
	review TEXT NOT NULL, 
	reviewed_at BIGINT, 
	reviewed_by TEXT NOT NULL, 
	act_id BIGINT, 
	path TEXT NOT NULL, 
	CONSTRAINT pk_statement PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_statement_review ON statement (document_id, review, confidence)
-- next
CREATE UNIQUE INDEX uq_statement_document_id_number ON statement (document_id, number)
-- next
CREATE TABLE succession (
	id BIGINT NOT NULL, 
	day INTEGER NOT NULL, 
	change TEXT NOT NULL, 
	from_area BIGINT NOT NULL, 
	from_path TEXT NOT NULL, 
	to_area BIGINT NOT NULL, 
	to_path TEXT NOT NULL, 
	whole INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT pk_succession PRIMARY KEY (id)
)
-- next
CREATE TABLE thing (
	id BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	geometry BLOB, 
	lon BIGINT, 
	lat BIGINT, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	recorded_at BIGINT NOT NULL, 
	props TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_thing PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_thing_area3 ON thing (type, substr(path, 1, 12), id)
-- next
CREATE INDEX ix_thing_area4 ON thing (type, substr(path, 1, 16), id)
-- next
CREATE INDEX ix_thing_area5 ON thing (type, substr(path, 1, 20), id)
-- next
CREATE INDEX ix_thing_area6 ON thing (type, substr(path, 1, 24), id)
-- next
CREATE INDEX ix_thing_type_id ON thing (type, id)
-- next
CREATE UNIQUE INDEX uq_thing_type_code ON thing (type, code)
-- next
CREATE TABLE thing_version (
	id BIGINT NOT NULL, 
	thing BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	geometry BLOB, 
	lon BIGINT, 
	lat BIGINT, 
	valid_from INTEGER NOT NULL, 
	valid_to INTEGER, 
	recorded_at BIGINT NOT NULL, 
	props TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	corrects INTEGER, 
	CONSTRAINT pk_thing_version PRIMARY KEY (id)
)
-- next
CREATE UNIQUE INDEX uq_thing_version_thing_version ON thing_version (thing, version)
-- next
CREATE TABLE verdict (
	id BIGINT NOT NULL, 
	commitment_id BIGINT NOT NULL, 
	path TEXT NOT NULL, 
	local_day INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	checked TEXT NOT NULL, 
	doubt TEXT NOT NULL, 
	formula_zh TEXT NOT NULL, 
	formula_en TEXT NOT NULL, 
	actual TEXT, 
	actual_state TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	inputs TEXT NOT NULL, 
	definition_id BIGINT, 
	as_of INTEGER NOT NULL, 
	known_at BIGINT NOT NULL, 
	cause TEXT NOT NULL, 
	CONSTRAINT pk_verdict PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_verdict_commitment ON verdict (commitment_id, id)
-- next
CREATE TRIGGER keep_calendar_entry_delete BEFORE DELETE ON calendar_entry BEGIN SELECT RAISE(ABORT, 'calendar_entry is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_calendar_entry_update BEFORE UPDATE ON calendar_entry BEGIN SELECT RAISE(ABORT, 'calendar_entry is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_reading_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'reading is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_reading_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'reading is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_seal_batch_delete BEFORE DELETE ON seal_batch BEGIN SELECT RAISE(ABORT, 'seal_batch is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_seal_batch_update BEFORE UPDATE ON seal_batch BEGIN SELECT RAISE(ABORT, 'seal_batch is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_sealed_delete BEFORE DELETE ON sealed BEGIN SELECT RAISE(ABORT, 'sealed is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_sealed_update BEFORE UPDATE ON sealed BEGIN SELECT RAISE(ABORT, 'sealed is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_succession_delete BEFORE DELETE ON succession BEGIN SELECT RAISE(ABORT, 'succession is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_succession_update BEFORE UPDATE ON succession BEGIN SELECT RAISE(ABORT, 'succession is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_thing_version_delete BEFORE DELETE ON thing_version BEGIN SELECT RAISE(ABORT, 'thing_version is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_thing_version_update BEFORE UPDATE ON thing_version BEGIN SELECT RAISE(ABORT, 'thing_version is history and cannot be edited'); END
-- next
CREATE TRIGGER keep_verdict_delete BEFORE DELETE ON verdict BEGIN SELECT RAISE(ABORT, 'verdict is history and cannot be deleted'); END
-- next
CREATE TRIGGER keep_verdict_update BEFORE UPDATE ON verdict BEGIN SELECT RAISE(ABORT, 'verdict is history and cannot be edited'); END
-- next
CREATE VIRTUAL TABLE search_gram USING fts5(grams, content='', detail=none, columnsize=0)
