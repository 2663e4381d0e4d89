"""The root of every error that this project tells an operator.

    OperatorError
    ├── aws.AwsError                      AWS refused, or did not answer
    ├── capture.CaptureError              an EC2 instance's network could not be recorded
    ├── mikrotik.MikrotikError            no router configuration can be made of what was given
    ├── nc2_console.ConsoleError          the NC2 console refused, or did not answer
    ├── operations.OperationsError        a command cannot do what was asked
    ├── prism.PrismError                  Prism Central refused, or did not answer
    ├── simulator.cloud.CloudError        the local cloud cannot be started or used
    ├── tools.engine.EngineError          the Pulumi engine cannot be set up
    └── topology.ConfigurationError       the configuration or the environment cannot be used

The message of each is complete: which thing by name, what is wrong, what was expected, what to do. It never carries a
credential. Whoever prints it adds nothing. An exception that is no OperatorError is a defect and keeps its traceback.
Names and words of others are made plain where they enter a message (`plain_text`). What a message still holds of
control characters is made harmless here, line by line.
"""

from plain_text import harmless


class OperatorError(Exception):
    """An error whose message an operator can act on."""

    def __str__(self) -> str:
        return harmless(super().__str__())
