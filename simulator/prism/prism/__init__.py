"""The nouns of the namespace prism: tasks, categories, and Prism Central with its products and registrations."""

__all__: list[str] = []
