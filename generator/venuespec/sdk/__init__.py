"""The SDK's generator: plan, render, emit. Planning and rendering are pure; only ``emit`` touches the disk."""
