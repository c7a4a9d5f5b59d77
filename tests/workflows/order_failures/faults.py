"""What goes wrong with one call of a process: it fails once, it is refused for good, its answer is lost?"""

from typing import Any

from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from messages.errors import RuleViolation
from workflows.activities.service_calls import rule_violation_error


class Fault(Interceptor):
    """Armed, it strikes when this activity is called: `error` and `dies` once, `refused` until it is mended."""

    def __init__(self, activity_type: str, how: str, rule: str = "ORD-1") -> None:
        self.activity_type, self.how, self.rule = activity_type, how, rule
        self.is_armed = False
        self.struck = 0

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Struck(next, self)


class _Struck(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, fault: Fault) -> None:
        super().__init__(next)
        self.fault = fault

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        fault = self.fault
        if not fault.is_armed or activity.info().activity_type != fault.activity_type:
            return await super().execute_activity(input)
        fault.struck += 1
        if fault.how == "refused":
            raise rule_violation_error(RuleViolation(fault.rule))
        fault.is_armed = False
        if fault.how == "dies":  # after the act, before anybody knows of it
            await super().execute_activity(input)
        raise ConnectionResetError(fault.how)
