"""What an operator runs beside `pulumi up`: the local cloud, convergence of both stacks, the demonstration."""
