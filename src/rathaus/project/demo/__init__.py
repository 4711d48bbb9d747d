"""The demo town: a small German town that exists nowhere, with its services, its people and their applications."""
