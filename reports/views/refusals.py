"""What a verb refuses is said to the person on the page that comes next."""

from types import TracebackType
from typing import Self

from django.contrib import messages

from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest


class refusal_said:
    """``with refusal_said(request): verb(…)``: a refusal ends the block, is said by the next page,
    and the view goes on with where that page is. Anything else is a bug and goes on up."""

    def __init__(self, request: SignedInRequest) -> None:
        self._request = request

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        if isinstance(error, Refused):
            messages.error(self._request, str(error))
            return True
        return False
