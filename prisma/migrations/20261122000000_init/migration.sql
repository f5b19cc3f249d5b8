-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "SpanUnit" AS ENUM ('day', 'week', 'month', 'year');

-- CreateEnum
CREATE TYPE "PaymentKind" AS ENUM ('single', 'instalments', 'rolling');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('cash', 'transfer', 'card', 'sepa', 'recurring_card');

-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('console', 'portal', 'api', 'temporal', 'import', 'system');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('user', 'customer', 'system');

-- CreateEnum
CREATE TYPE "ReceivableState" AS ENUM ('open', 'paid', 'void');

-- CreateEnum
CREATE TYPE "TaskClassification" AS ENUM ('generic', 'automatic_renewal', 'automatic_renewal_cancellation', 'withdrawal');

-- CreateEnum
CREATE TYPE "TaskResult" AS ENUM ('automatic_renewal', 'automatic_renewal_cancellation', 'automatic_renewal_enabled', 'frozen', 'blocked', 'reactivated', 'terms_changed', 'withdrawal', 'none');

-- CreateEnum
CREATE TYPE "CommandState" AS ENUM ('pending', 'applied', 'refused', 'withdrawn');

-- CreateEnum
CREATE TYPE "AttemptOutcome" AS ENUM ('renewed', 'failed');

-- CreateTable
CREATE TABLE "company" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "default_notice_amount" INTEGER NOT NULL DEFAULT 15,
    "default_notice_unit" "SpanUnit" NOT NULL DEFAULT 'day',
    "night_from" TEXT NOT NULL DEFAULT '00:00',
    "night_to" TEXT NOT NULL DEFAULT '04:00',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "branch" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "branch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "department" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "department_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "branch_id" UUID NOT NULL,
    "department_id" UUID,
    "access_level" INTEGER NOT NULL,
    "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "language" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "code" SERIAL NOT NULL,
    "branch_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "tax_id" TEXT,
    "birth_date" DATE,
    "address" TEXT,
    "language" TEXT NOT NULL,
    "clock_ahead_ms" BIGINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "price" BIGINT NOT NULL,
    "one_off_fee" BIGINT NOT NULL DEFAULT 0,
    "duration_amount" INTEGER NOT NULL,
    "duration_unit" "SpanUnit" NOT NULL,
    "payment" "PaymentKind" NOT NULL,
    "instalment_count" INTEGER,
    "instalment_every" INTEGER,
    "instalment_unit" "SpanUnit",
    "payment_method" "PaymentMethod" NOT NULL,
    "services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "has_price_list" BOOLEAN NOT NULL DEFAULT false,
    "automatic_renewal" BOOLEAN NOT NULL,
    "notice_amount" INTEGER,
    "notice_unit" "SpanUnit",
    "portal_cancellation" BOOLEAN NOT NULL DEFAULT false,
    "portal_renewal" BOOLEAN NOT NULL DEFAULT false,
    "renewal_price" BIGINT,
    "renewal_duration_amount" INTEGER,
    "renewal_duration_unit" "SpanUnit",
    "renewal_services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "renewal_services_set" BOOLEAN NOT NULL DEFAULT false,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "multipack" (
    "id" UUID NOT NULL,
    "code" SERIAL NOT NULL,
    "chain_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL DEFAULT 0,
    "previous_id" UUID,
    "customer_id" UUID NOT NULL,
    "branch_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "reference" TEXT,
    "time_zone" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "price" BIGINT NOT NULL,
    "one_off_fee" BIGINT NOT NULL DEFAULT 0,
    "duration_amount" INTEGER NOT NULL,
    "duration_unit" "SpanUnit" NOT NULL,
    "payment" "PaymentKind" NOT NULL,
    "instalment_count" INTEGER,
    "instalment_every" INTEGER,
    "instalment_unit" "SpanUnit",
    "payment_method" "PaymentMethod" NOT NULL,
    "services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "automatic_renewal" BOOLEAN NOT NULL,
    "notice_amount" INTEGER NOT NULL,
    "notice_unit" "SpanUnit" NOT NULL,
    "portal_cancellation" BOOLEAN NOT NULL DEFAULT false,
    "portal_renewal" BOOLEAN NOT NULL DEFAULT false,
    "renewal_price" BIGINT,
    "renewal_duration_amount" INTEGER,
    "renewal_duration_unit" "SpanUnit",
    "renewal_services" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "renewal_services_set" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,
    "anchor_day" INTEGER NOT NULL,
    "deadline" DATE NOT NULL,
    "renewal_cancelled_at" TIMESTAMPTZ(3),
    "freeze_from" DATE,
    "freeze_until" DATE,
    "blocked_at" TIMESTAMPTZ(3),
    "withdrawn_on" DATE,
    "cancelled_on" DATE,
    "removed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "multipack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "receivable" (
    "id" UUID NOT NULL,
    "multipack_id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "due_on" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "paid_amount" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "state" "ReceivableState" NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "receivable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" UUID NOT NULL,
    "receivable_id" UUID NOT NULL,
    "amount" BIGINT NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "paid_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by" UUID,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_type" (
    "id" UUID NOT NULL,
    "code" TEXT,
    "name" TEXT NOT NULL,
    "classification" "TaskClassification" NOT NULL,
    "visible_in_agenda" BOOLEAN NOT NULL DEFAULT false,
    "retired_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crm_task" (
    "id" UUID NOT NULL,
    "customer_id" UUID NOT NULL,
    "multipack_id" UUID,
    "branch_id" UUID NOT NULL,
    "task_type_id" UUID NOT NULL,
    "result" "TaskResult" NOT NULL DEFAULT 'none',
    "notes" TEXT NOT NULL DEFAULT '',
    "author_kind" "ActorKind" NOT NULL,
    "author_id" UUID,
    "author_name" TEXT NOT NULL,
    "channel" "Channel" NOT NULL,
    "command_id" UUID,
    "assignee_id" UUID,
    "due_on" DATE,
    "done_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crm_task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "command" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" "Channel" NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "CommandState" NOT NULL DEFAULT 'pending',
    "refusal" TEXT,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "channel" "Channel" NOT NULL,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "customer_id" UUID,
    "branch_id" UUID,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "renewal_attempt" (
    "id" BIGSERIAL NOT NULL,
    "multipack_id" UUID NOT NULL,
    "successor_id" UUID,
    "outcome" "AttemptOutcome" NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "renewal_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "key" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "branch_name_key" ON "branch"("name");

-- CreateIndex
CREATE UNIQUE INDEX "department_name_key" ON "department"("name");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "user_branch_id_idx" ON "user"("branch_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_code_key" ON "customer"("code");

-- CreateIndex
CREATE INDEX "customer_branch_id_id_idx" ON "customer"("branch_id", "id");

-- CreateIndex
CREATE INDEX "contact_customer_id_idx" ON "contact"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_name_key" ON "plan"("name");

-- CreateIndex
CREATE UNIQUE INDEX "multipack_code_key" ON "multipack"("code");

-- CreateIndex
CREATE UNIQUE INDEX "multipack_previous_id_key" ON "multipack"("previous_id");

-- CreateIndex
CREATE UNIQUE INDEX "multipack_reference_key" ON "multipack"("reference");

-- CreateIndex
CREATE INDEX "multipack_customer_id_idx" ON "multipack"("customer_id");

-- CreateIndex
CREATE INDEX "multipack_branch_id_id_idx" ON "multipack"("branch_id", "id");

-- CreateIndex
CREATE INDEX "multipack_plan_id_idx" ON "multipack"("plan_id");

-- CreateIndex
CREATE INDEX "multipack_deadline_idx" ON "multipack"("deadline");

-- CreateIndex
CREATE UNIQUE INDEX "multipack_chain_id_ordinal_key" ON "multipack"("chain_id", "ordinal");

-- CreateIndex
CREATE INDEX "receivable_customer_id_due_on_idx" ON "receivable"("customer_id", "due_on");

-- CreateIndex
CREATE INDEX "receivable_state_due_on_idx" ON "receivable"("state", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "receivable_multipack_id_number_key" ON "receivable"("multipack_id", "number");

-- CreateIndex
CREATE INDEX "payment_receivable_id_idx" ON "payment"("receivable_id");

-- CreateIndex
CREATE UNIQUE INDEX "task_type_code_key" ON "task_type"("code");

-- CreateIndex
CREATE UNIQUE INDEX "task_type_name_key" ON "task_type"("name");

-- CreateIndex
CREATE INDEX "crm_task_customer_id_created_at_idx" ON "crm_task"("customer_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "crm_task_result_created_at_idx" ON "crm_task"("result", "created_at");

-- CreateIndex
CREATE INDEX "crm_task_task_type_id_created_at_idx" ON "crm_task"("task_type_id", "created_at");

-- CreateIndex
CREATE INDEX "crm_task_multipack_id_idx" ON "crm_task"("multipack_id");

-- CreateIndex
CREATE INDEX "crm_task_assignee_id_due_on_idx" ON "crm_task"("assignee_id", "due_on");

-- CreateIndex
CREATE INDEX "audit_event_entity_entity_id_id_idx" ON "audit_event"("entity", "entity_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_customer_id_id_idx" ON "audit_event"("customer_id", "id");

-- CreateIndex
CREATE INDEX "audit_event_action_at_idx" ON "audit_event"("action", "at");

-- CreateIndex
CREATE INDEX "renewal_attempt_multipack_id_idx" ON "renewal_attempt"("multipack_id");

-- CreateIndex
CREATE INDEX "renewal_attempt_at_idx" ON "renewal_attempt"("at");

-- CreateIndex
CREATE INDEX "outbox_due_at_id_idx" ON "outbox"("due_at", "id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user" ADD CONSTRAINT "user_department_id_fkey" FOREIGN KEY ("department_id") REFERENCES "department"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "multipack" ADD CONSTRAINT "multipack_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "multipack" ADD CONSTRAINT "multipack_branch_id_fkey" FOREIGN KEY ("branch_id") REFERENCES "branch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "multipack" ADD CONSTRAINT "multipack_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "multipack" ADD CONSTRAINT "multipack_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "multipack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_multipack_id_fkey" FOREIGN KEY ("multipack_id") REFERENCES "multipack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "receivable" ADD CONSTRAINT "receivable_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_receivable_id_fkey" FOREIGN KEY ("receivable_id") REFERENCES "receivable"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_task" ADD CONSTRAINT "crm_task_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_task" ADD CONSTRAINT "crm_task_multipack_id_fkey" FOREIGN KEY ("multipack_id") REFERENCES "multipack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_task" ADD CONSTRAINT "crm_task_task_type_id_fkey" FOREIGN KEY ("task_type_id") REFERENCES "task_type"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crm_task" ADD CONSTRAINT "crm_task_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
