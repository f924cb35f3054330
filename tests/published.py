"""Tables of published ladders, typed from their sources."""

# Anxiety Canada, "Examples of Fear Ladders", fear of dogs, native scale 0–10: photo, film, through a window,
# binoculars across a park, across the street, 8 feet, 4 feet, beside it, pet a held puppy, hold a puppy,
# pet a large leashed dog, pet a large unleashed dog.
DOGS = [
    ("photo", 2),
    ("video", 2),
    ("glass", 3),
    ("park", 3),
    ("street", 4),
    ("eight-feet", 5),
    ("four-feet", 6),
    ("beside", 7),
    ("pet-puppy", 8),
    ("hold-puppy", 9),
    ("on-lead", 9),
    ("off-lead", 10),
]
