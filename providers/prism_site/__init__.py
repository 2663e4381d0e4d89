"""The site in its Prism Central: looked up, never made. Refuses the Prism Central of another site."""

from __future__ import annotations

import os
from typing import Any

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from prism import AmbiguousNameError, ConfigurationError, ConflictError, PrismError, UnreachableError
from providers.base import PREVIEW, CheckedProvider, central, in_a_sentence, known, signatures, tell_silence
from providers.prism_site import messages
from providers.prism_site.look import AbsentError, PrismSiteInputs, ids, is_another, look_up

__all__ = ["PrismSite", "PrismSiteInputs", "PrismSiteProvider"]

_IDS = {"cluster_id": "cluster", "transit_vpc_id": "transit_vpc"}
_ALL_IDS = ("domain_manager_id", *_IDS)


class PrismSiteProvider(CheckedProvider[PrismSiteInputs]):
    """Looks up three ids by name. Deleting the resource deletes nothing.

    The ids are looked up at preview already and stand beside the inputs. So a preview knows whether another name means
    another cluster, and refuses a name that nothing has.
    """

    inputs = PrismSiteInputs

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also looks up the names, if Prism Central answers, and refuses the Prism Central of another site.

        A name of the state that nothing has any more is a warning: a failover needs none of them.
        """
        result = super().check(olds, news)
        if result.failures or not known(result.inputs):
            return result
        inputs = self.load(result.inputs)
        if not os.environ.get("PRISM_ENDPOINT"):
            # The program refuses a missing endpoint if there is a Prism Central. Here its cluster is not made yet.
            pulumi.log.info(
                f"'{inputs.prism_central}' will be made with its cluster. Set PRISM_ENDPOINT once the cluster is there."
            )
            return result
        try:
            result.inputs.update(ids(central(PREVIEW), inputs))
        except AbsentError as error:
            if olds.get(error.field) == news[error.field]:
                pulumi.log.warn(str(error))
            else:
                result.failures.append(CheckFailure(error.field, str(error)))
        except (AmbiguousNameError, ConfigurationError) as error:
            result.failures.append(CheckFailure("prism_central", str(error)))
        except UnreachableError as error:
            tell_silence(error)
        except PrismError as error:
            pulumi.log.warn(str(error))
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Refuses another Prism Central of the same name, and another name that could not be looked up."""
        found = super().diff(id_, olds, news)
        inputs = self.load(news)
        if any(name not in news for name in _ALL_IDS):
            if changed := [name for name in _IDS.values() if name in olds and olds[name] != news[name]]:
                raise ConflictError(messages.not_looked_up(changed, olds, news))
            return found
        if is_another(inputs, olds, news):
            found.changes = True
        for name, what in _IDS.items():
            if olds.get(what) == news[what] and olds.get(name) not in (None, news[name]):
                pulumi.log.warn(messages.made_anew(what, str(news[what]), str(olds[name]), str(news[name])))
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        outs = look_up(self.load(props))
        return CreateResult(outs["domain_manager_id"], outs)

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        outs = look_up(inputs)
        is_another(inputs, props, outs)
        return ReadResult(id_, outs, outs)

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if a name has changed, or the Prism Central as accepted."""
        inputs = self.load(news)
        outs = look_up(inputs)
        is_another(inputs, olds, outs)
        return UpdateResult(outs)


class PrismSite(signatures.PrismSite, module="prism", name="PrismSite", provider=PrismSiteProvider):
    """The ids of the domain manager, the cluster and the transit VPC of this site, looked up by their names."""

    domain_manager_id: pulumi.Output[str]
    cluster_id: pulumi.Output[str]
    transit_vpc_id: pulumi.Output[str]
