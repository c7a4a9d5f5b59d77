"""Whose is this lead, and until when?

Owns        public pools 公海池 and their rules · leads, their duplicates, follow-ups and deadlines ·
            how its deadlines were kept · who owned a lead when · by what leads are compared · which were joined ·
            channels 渠道, and the keys by which other programs post leads, and
            forms of the company's site · by which rules leads are given ·
            campaigns 市场计划, their activities 市场活动, what those cost, and what came of them
States      lead POOLED → OWNED → CONVERTED | DROPPED, back to POOLED when released, reclaimed or tried again;
            NURTURED until its day has come;
            DUPLICATE when it repeats another, POOLED when a person says that it does not
            budget REQUESTED ⇄ RETURNED, → APPLIED | REJECTED | WITHDRAWN
Events in   approvals.{person,legal_entity,calendar}.changed · approvals.absence.{added,ended}
            deals.customer.{added,changed,handed_over,merged,unmerged}
            deals.contact_person.{changed,removed}
            deals.opportunity.{opened,won,lost,reopened} · approvals.todo.done
            approvals.handover.ordered
Events out  leads.lead.{captured,duplicate_found,told_apart,merged,unmerged,claimed,assigned}
            leads.lead.{followed_up,warned,edited,nurtured,woken,reused}
            leads.lead.{answered,unanswered,unanswered_escalated,moved}
            leads.lead.{reclaimed,released,converted,dropped} · leads.pool.{defined,deadline_moved,unassigned}
            leads.lead_transfer.{asked,accepted,refused,withdrawn,lapsed}
            leads.{assignment_rules,lead_scoring}.set · leads.match_rules.set · leads.handover.done
            leads.campaign.{planned,changed} · leads.activity.{planned,changed,cancelled}
            leads.activity.{cost_recorded,overspent,file_attached,file_removed}
            leads.budget.{requested,returned,applied,rejected,withdrawn}
            leads.campaign_task.{given,done,cancelled,overdue,deadline_moved}
            leads.lead_channels.set · leads.channel_key.{made,rotated,revoked}
            leads.lead_form.{made,changed,closed}

A lead that nobody follows up goes back to its pool: LEA-23 (domain/deadlines.py).
"""
